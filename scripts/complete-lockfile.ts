/**
 * `npm run lockfile`, after a change of dependencies made behind a registry mirror that holds packages for its own
 * platform only: adds the platform packages that npm could not see to package-lock.json. Without them `npm ci` of
 * npm 11.19 and later refuses the lock file, and other platforms would not get theirs. With the whole npm registry
 * npm writes them itself, and this adds nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const systems = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const processors = new Set([
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]);
const otherNames: Readonly<Record<string, string>> = { windows: 'win32', aarch64: 'arm64', ppc64le: 'ppc64' };

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
for (const [folder, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const isLocked =
      `${folder}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages;
    if (!isLocked) lock.packages[`node_modules/${name}`] = platformPackage(name, version, parent);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

/** Such packages carry their platform in their name, `@esbuild/darwin-arm64` for example. */
function platformPackage(name: string, version: string, { dev }: LockedPackage): object {
  const words = name.split(/[/-]/).map((word) => otherNames[word] ?? word);
  const os = words.find((word) => systems.has(word));
  const cpu = words.find((word) => processors.has(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.includes('gnu')
      ? 'glibc'
      : undefined;
  if (!/^\d/.test(version) || (os === undefined && cpu === undefined)) {
    throw new Error(`${name}@${version} is not in the lock file, and is no platform package`);
  }
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev === true ? { dev } : {}),
    ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}
