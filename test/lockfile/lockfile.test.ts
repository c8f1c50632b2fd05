import { globSync, readFileSync, realpathSync } from 'node:fs';
import { completeLockFile } from '../../scripts/lockfile/complete.ts';
import { type LockedPackage, readLockFile } from '../../scripts/lockfile/lock-file.ts';
import { thisMachine } from '../../scripts/lockfile/this-machine.ts';
import { findUnpinned } from '../../scripts/lockfile/unpinned.ts';

const listed: Readonly<Record<string, string[]>> = JSON.parse(
  readFileSync('scripts/lockfile/without-integrity.json', 'utf8'),
);
const laptop = { os: 'linux', cpu: 'x64', libc: 'glibc' } as const;
const pinned: LockedPackage = { version: '1.0.0', integrity: 'sha512-AAAA' };
const faultsOf = (locked: LockedPackage, names: readonly string[] = []) =>
  findUnpinned({ packages: { '': {}, 'node_modules/a': locked, 'node_modules/b': pinned } }, names, laptop);

describe('the lock files', () => {
  const files = globSync('{,*/,*/*/}package-lock.json', { exclude: ['**/node_modules'] });

  test('are all checked', () => {
    expect(files.toSorted()).toEqual(Object.keys(listed).toSorted());
  });

  test.each(Object.entries(listed))('%s pins all that npm installs here', (file, names) => {
    expect(findUnpinned(readLockFile(file), names, thisMachine())).toEqual([]);
  });

  test('pin the Node.js that runs the project: no script at installation fetches it', () => {
    const binary = realpathSync('node_modules/.bin/node');
    const folder = /node_modules\/[^/]+(?=\/bin\/node$)/.exec(binary)?.[0] ?? '';
    const { integrity, hasInstallScript = false } = readLockFile('package-lock.json').packages[folder] ?? {};
    expect([folder, typeof integrity, hasInstallScript]).toEqual([folder, 'string', false]);
    expect(process.execPath).toBe(binary);
  });

  test('link that Node.js on every platform that has one', () => {
    const { packages } = readLockFile('package-lock.json');
    const names = Object.keys(packages['']?.optionalDependencies ?? {}).filter((name) =>
      name.startsWith('node-'),
    );
    const bins = names.map((name) => packages[`node_modules/${name}`]?.bin);
    expect(names).toHaveLength(4);
    expect(bins).toEqual(names.map(() => ({ node: 'bin/node' })));
  });
});

describe('a package', () => {
  test.each<[string, LockedPackage]>([
    ['of any machine', { version: '1.0.0' }],
    ['that is needed, though it is for another machine', { os: ['darwin'], cpu: ['arm64'] }],
    ['that is optional, and for any machine', { optional: true }],
    [
      'that is optional, and for this machine',
      { optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
    ],
    ['that is optional, and for this machine among others', { optional: true, os: ['darwin', 'linux'] }],
    ['whose machines are written as texts', { optional: true, os: 'linux', cpu: 'x64' }],
  ])('%s needs a hash, listed or not', (_, locked) => {
    const fault = 'node_modules/a is installed here, and has no integrity';
    expect(faultsOf(locked)).toEqual([fault]);
    expect(faultsOf(locked, ['node_modules/a'])).toEqual([fault]);
    expect(faultsOf({ ...locked, integrity: 'sha512-AAAA' })).toEqual([]);
  });

  test.each<[string, LockedPackage]>([
    ['system', { optional: true, os: ['darwin'], cpu: ['x64'] }],
    ['processor', { optional: true, os: 'linux', cpu: 'arm64' }],
    ['library', { optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ])('for another %s needs a hash or a place in the list', (_, locked) => {
    expect(faultsOf(locked)).toEqual(['node_modules/a has no integrity, and is not listed']);
    expect(faultsOf(locked, ['node_modules/a'])).toEqual([]);
  });

  test.each<[string, LockedPackage]>([
    ['of the project itself', { link: true }],
    ['within the archive of another', { version: '1.0.0', inBundle: true }],
  ])('%s is not fetched', (_, locked) => {
    expect(faultsOf(locked)).toEqual([]);
  });

  test('that is listed needlessly is told of', () => {
    expect(faultsOf(pinned, ['node_modules/a', 'node_modules/gone'])).toEqual([
      'node_modules/a is listed, and need not be',
      'node_modules/gone is listed, and need not be',
    ]);
  });
});

describe('a lock file is completed', () => {
  const optionalDependencies = { 'x-linux-x64': '1.0.0', '@x/darwin-arm64': '1.0.0', other: '2.0.0' };
  const seen = {
    '': { optionalDependencies },
    'node_modules/x-linux-x64': { ...pinned, bin: { x: 'bin/x' } },
    'node_modules/other': { ...pinned, bin: { other: 'other' } },
  };

  test('with what npm could not see, and with the program of its siblings', () => {
    const added = { version: '1.0.0', cpu: ['arm64'], optional: true, os: ['darwin'], bin: { x: 'bin/x' } };
    expect(completeLockFile({ packages: seen }).packages).toEqual({
      ...seen,
      'node_modules/@x/darwin-arm64': added,
    });
  });

  test('and then stays as it is', () => {
    const once = completeLockFile({ packages: seen });
    expect(completeLockFile(once)).toEqual(once);
  });

  test('with platform packages only', () => {
    const lock = { packages: { '': { optionalDependencies: { plain: '1.0.0' } } } };
    expect(() => completeLockFile(lock)).toThrow('plain@1.0.0 is not in the lock file');
  });
});

test('npm runs no script of a package when it installs it', () => {
  expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('ignore-scripts=true');
});
