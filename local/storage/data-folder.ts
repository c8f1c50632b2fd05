import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, StartError } from '../errors.ts';
import { commandLine } from '../process.ts';

/** A part of every server's command line. Another program may have the process id that is in a lock. */
const serverCommand = 'main.ts';

/** The folder with everything that outlives the server. One server at a time holds it. */
export class DataFolder {
  readonly path: string;
  readonly #lock: string;

  private constructor(path: string) {
    this.path = path;
    this.#lock = join(path, 'server.lock');
  }

  /** @throws StartError where another living server holds the folder */
  static open(path: string): DataFolder {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const folder = new DataFolder(path);
    folder.#acquire();
    return folder;
  }

  /** Whether a living server holds the folder. */
  static isInUse(path: string): boolean {
    return isServer(readOwner(join(path, 'server.lock')));
  }

  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  release(): void {
    if (readOwner(this.#lock) === process.pid) rmSync(this.#lock, { force: true });
  }

  #acquire(): void {
    const draft = `${this.#lock}.${process.pid}`;
    writeFileSync(draft, String(process.pid), { mode: 0o600 });
    try {
      for (let attempt = 0; attempt < 10; attempt++) {
        // A link has its content from the beginning: nobody reads a lock that is still empty.
        if (tryLink(draft, this.#lock)) return;
        const owner = readOwner(this.#lock);
        // In a container, a server that was killed may have had the same process id as this one.
        if (owner !== null && owner !== process.pid && isServer(owner)) {
          throw new StartError(
            `another server (process ${owner}) uses ${this.path}; stop it, or set LATCHKEY_DATA`,
          );
        }
        if (owner !== null) this.#removeStale(owner);
      }
      throw new StartError(`cannot lock ${this.path}: ${this.#lock} keeps changing`);
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Two starts may find the same stale lock. The later one then puts the other's new lock back. */
  #removeStale(owner: number): void {
    const aside = `${this.#lock}.stale.${process.pid}`;
    try {
      renameSync(this.#lock, aside);
    } catch {
      return;
    }
    if (readOwner(aside) !== owner) tryLink(aside, this.#lock);
    rmSync(aside, { force: true });
  }
}

function isServer(pid: number | null): boolean {
  return pid !== null && commandLine(pid)?.includes(serverCommand) === true;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** The process id in a lock. It is null where there is no file, and 0 where the file has no id in it. */
function readOwner(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
  } catch {
    return null;
  }
}
