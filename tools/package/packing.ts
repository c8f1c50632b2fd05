import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

/** npm hands its settings, this repository's among them, to what it runs; here other projects are asked about. */
export const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)),
);

/** Folders of what is packed. */
export const packages = ['clients/typescript', 'clients/cdk', 'cli'] as const;

/** The Python that makes the wheel of the Python client. */
export const python = process.env['PYTHON'] ?? 'python3';

/** Makes the wheel of the Python client, and returns its path. Nothing but Python is needed for that. */
export async function packWheel(destination: string): Promise<string> {
  mkdirSync(destination, { recursive: true });
  const backend = join(root, 'clients/python/build_backend/wheel_backend.py');
  return (await run(python, [backend, destination])).stdout.trim();
}

export interface Packed {
  /** Path of the archive. */
  readonly archive: string;
  /** Paths of what is in it. */
  readonly files: readonly string[];
}

/**
 * Builds a package in a copy of its folder and packs that, with the version and the licence of the repository. It is the only
 * way: the manifests have no version, without which npm packs and publishes nothing.
 *
 * @throws Error where it does not compile, or the manifest names a file that is not in the archive
 */
export async function pack(folder: (typeof packages)[number], destination: string): Promise<Packed> {
  mkdirSync(destination, { recursive: true });
  // As deep as the folder itself, so that the compilers find what is above it.
  const copy = mkdtempSync(join(root, dirname(folder), '.packing-'));
  try {
    const source = join(root, folder);
    const isSource = (path: string) => !/^(node_modules|dist|\.jsii)$/.test(basename(path));
    cpSync(source, copy, { recursive: true, filter: isSource });
    cpSync(join(root, 'LICENSE'), join(copy, 'LICENSE'));
    const manifest = writeManifest(join(copy, 'package.json'));
    await npm(copy, ['run', 'build']);
    const packing = await npm(copy, ['pack', '--json', '--pack-destination', destination]);
    const [packed] = Object.values(JSON.parse(packing) as Record<string, Listed>);
    const files = packed?.files.map(({ path }) => path) ?? [];
    const lacking = pathsIn([
      manifest['main'],
      manifest['types'],
      manifest['exports'],
      manifest['bin'],
    ]).filter((path) => !files.includes(path));
    if (lacking.length > 0) throw new Error(`${folder}: ${lacking.join(', ')} would not be packed`);
    return { archive: join(destination, packed?.filename ?? ''), files };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

interface Listed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Gives the manifest the version of the repository, and takes away what leads to sources and what is for developing. */
function writeManifest(file: string): Record<string, unknown> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const read = JSON.parse(readFileSync(file, 'utf8'), (name, value: unknown) =>
    name === 'latchkey-source' ? undefined : value,
  ) as Record<string, unknown>;
  const { private: _, devDependencies: __, ...manifest }: Record<string, unknown> = { ...read, version };
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

async function npm(folder: string, args: readonly string[]): Promise<string> {
  return (await run('npm', [...args, '--silent'], { cwd: folder, env: plainEnvironment })).stdout;
}

/** Paths of the package that are named anywhere in a value. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value.replace(/^\.\//, '')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}
