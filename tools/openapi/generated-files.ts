import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes files by their names into a folder; with `--check` on the command line nothing is written, and the exit code is 1
 * where a file is not what would be.
 *
 * @param script of the root's `package.json`, which writes them
 */
export function writeOrCheck(folder: string, files: Readonly<Record<string, string>>, script: string): void {
  const isCheck = process.argv.includes('--check');
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    if (!isCheck) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) {
      console.error(`${file} is not what the API says; npm run ${script} writes it anew.`);
      process.exitCode = 1;
    }
  }
}
