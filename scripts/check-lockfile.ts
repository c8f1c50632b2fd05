/**
 * `npm run lockfile:check`: whether the lock files pin the archive of every package that npm would install, and its
 * own record says so. Prints what they do not pin. Exit code: 0 they do, 1 they do not.
 */
import listed from './lockfile/without-integrity.json' with { type: 'json' };
import { readLockFile } from './lockfile/lock-file.ts';
import { thisMachine } from './lockfile/this-machine.ts';
import { findUnpinned } from './lockfile/unpinned.ts';

const faults = Object.entries(listed).flatMap(([file, names]) =>
  findUnpinned(readLockFile(file), names, thisMachine()).map((fault) => `${file}: ${fault}`),
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error('The list is scripts/lockfile/without-integrity.json; see scripts/complete-lockfile.ts.');
  process.exitCode = 1;
}
