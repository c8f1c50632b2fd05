/**
 * `npm run lockfile`, after a change of dependencies made behind a registry mirror that holds packages for its own
 * platform only: adds the platform packages that npm could not see to package-lock.json. Without them `npm ci` of
 * npm 11.19 and later refuses the lock file, and other platforms would not get theirs. With the whole npm registry
 * npm writes them itself, with their hashes, and this adds nothing.
 *
 * What is added so has no hash; `npm run lockfile:check` takes it where scripts/lockfile/without-integrity.json names it.
 */
import { writeFileSync } from 'node:fs';
import { completeLockFile } from './lockfile/complete.ts';
import { readLockFile } from './lockfile/lock-file.ts';

const file = 'package-lock.json';
writeFileSync(file, `${JSON.stringify(completeLockFile(readLockFile(file)), null, 2)}\n`);
