import { readFileSync } from 'node:fs';

/** A package as npm locks it, as far as this project looks at it. */
export interface LockedPackage {
  readonly version?: string;
  /** Hash of the package's archive; npm installs no other archive in its place. */
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  /** A folder of the project itself. */
  readonly link?: boolean;
  /** It comes within the archive of the package above it. */
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  /** Some packages write one name, others a list. */
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly libc?: string | readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package-lock.json of lockfileVersion 3; the packages by their folders, the project itself by an empty name. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export function readLockFile(file: string): LockFile {
  return JSON.parse(readFileSync(file, 'utf8')) as LockFile;
}
