import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What the console is made of. */
const inputs = [
  'console/index.html',
  'console/vite.config.ts',
  'console/build/**/*.ts',
  'console/public/**/*',
  'console/src/**/*',
  'clients/typescript/src/**/*',
  'package-lock.json',
];

/** A hash of everything that the console is made of. */
export function consoleFingerprint(): string {
  const hash = createHash('sha256');
  const files = globSync(inputs, { cwd: repository, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) {
    const content = readFileSync(file);
    hash.update(`${file.slice(repository.length)}:${content.length}:`).update(content);
  }
  return hash.digest('hex');
}
