import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../../console/build/main.ts', import.meta.url));

let folder: string | undefined;

/**
 * The folder with the console as browsers load it, named by a hash of what it is made of. It is built where that has
 * changed.
 */
export function consoleFiles(): string {
  folder ??= execFileSync(process.execPath, [build], { encoding: 'utf8' }).trim();
  return folder;
}
