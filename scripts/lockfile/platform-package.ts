import type { LockedPackage } from './lock-file.ts';

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

/**
 * What npm would lock of a package that the registry does not show, but for its hash. Such packages carry their
 * platform in their name, `@esbuild/darwin-arm64` for example.
 *
 * @param parent the package that names it among its optional ones
 * @param siblings packages of other platforms; npm links a program only where the lock file names it
 * @throws Error for a package that is not of one platform
 */
export function platformPackage(
  name: string,
  version: string,
  { dev }: LockedPackage,
  siblings: readonly LockedPackage[],
): LockedPackage {
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
  const bin = siblings.find((sibling) => sibling.bin !== undefined)?.bin;
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev === true ? { dev } : {}),
    ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
    ...(bin === undefined || os === 'win32' ? {} : { bin }),
  };
}
