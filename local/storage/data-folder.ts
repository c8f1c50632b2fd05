import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, StartError } from '../errors.ts';
import { commandLine } from '../process.ts';

/** Part of every server's command line, by which a lock's owner is told from a stranger with the same id. */
const serverCommand = 'main.ts';

/** The folder with everything that outlives the server; held by one server at a time. */
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
        // A link appears with its content, so nobody reads a lock that is still empty.
        if (tryLink(draft, this.#lock)) return;
        const owner = readOwner(this.#lock);
        // In a container a dead server may have had this one's id.
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

  /** Two starts may find the same stale lock: the one that is too late puts the other's fresh lock back. */
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

/** The process id in a lock; null where the file is gone, 0 where it holds no id. */
function readOwner(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
  } catch {
    return null;
  }
}
