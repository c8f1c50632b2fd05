import type { LockedPackage, LockFile } from './lock-file.ts';

/** Where packages are installed, in the words of `package.json`. */
export interface Machine {
  readonly os: string;
  readonly cpu: string;
  /** Null where there is no choice. */
  readonly libc: 'glibc' | 'musl' | null;
}

/**
 * What is wrong with a lock file, in sentences: packages that npm would install from whatever archive the registry
 * sends, since no hash of it is locked. Those of other platforms that a registry mirror does not have may be so where
 * they are listed, by the names of their folders; the list holds nothing else.
 */
export function findUnpinned(
  { packages }: LockFile,
  listed: readonly string[],
  machine: Machine,
): readonly string[] {
  const unpinned = Object.entries(packages).filter(([folder, locked]) => !isPinned(folder, locked));
  const faults = unpinned.flatMap(([folder, locked]) => {
    if (isFor(machine, locked)) return [`${folder} is installed here, and has no integrity`];
    return listed.includes(folder) ? [] : [`${folder} has no integrity, and is not listed`];
  });
  const open = new Set(unpinned.map(([folder]) => folder));
  const needless = listed.filter((folder) => !open.has(folder));
  return [...faults, ...needless.map((folder) => `${folder} is listed, and need not be`)];
}

/** What stands in no node_modules is the project itself: its root, and its workspaces. */
function isPinned(folder: string, { integrity, link, inBundle }: LockedPackage): boolean {
  const isOwn = !folder.split('/').includes('node_modules');
  return isOwn || integrity !== undefined || link === true || inBundle === true;
}

/** Only an optional package is left out on machines that it is not for. */
function isFor({ os, cpu, libc }: Machine, locked: LockedPackage): boolean {
  const isMeant = isAmong(os, locked.os) && isAmong(cpu, locked.cpu) && isAmong(libc, locked.libc);
  return locked.optional !== true || isMeant;
}

function isAmong(name: string | null, names: string | readonly string[] | undefined): boolean {
  return names === undefined || [names].flat().some((each) => each === name);
}
