import type { LockFile } from './lock-file.ts';
import { platformPackage } from './platform-package.ts';

/**
 * The lock file with the platform packages that npm could not see when it wrote it. Those that a package names in one
 * version are taken for the same program on several platforms.
 *
 * @throws Error for a package that is missing, and is no platform package
 */
export function completeLockFile(lock: LockFile): LockFile {
  const packages = { ...lock.packages };
  for (const [folder, parent] of Object.entries(lock.packages)) {
    const find = (name: string) =>
      packages[`${folder}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
    const named = Object.entries(parent.optionalDependencies ?? {});
    for (const [name, version] of named.filter(([each]) => find(each) === undefined)) {
      const siblings = named.flatMap(([each, other]) => (other === version ? (find(each) ?? []) : []));
      packages[`node_modules/${name}`] = platformPackage(name, version, parent, siblings);
    }
  }
  const inOrder = Object.entries(packages).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return { ...lock, packages: Object.fromEntries(inOrder) };
}
