import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Certificates (PEM) of a folder that the functions of this thread trust beside the usual ones. A file's content goes with
 * its name: a new one has another name.
 */
export class TrustedCertificates {
  readonly #folder: string;
  #usual: readonly string[] | null = null;
  #names = '';

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Looks for what has come and gone since the last time. */
  refresh(): void {
    const names = namesIn(this.#folder);
    if (names.join() === this.#names) return;
    // Most functions of most days have no use for it.
    const tls = process.getBuiltinModule('node:tls');
    this.#usual ??= tls.getCACertificates('default');
    tls.setDefaultCACertificates([...this.#usual, ...names.flatMap((name) => this.#read(name))]);
    this.#names = names.join();
  }

  /** None where it has just gone. */
  #read(name: string): string[] {
    try {
      return [readFileSync(join(this.#folder, name), 'utf8')];
    } catch {
      return [];
    }
  }
}

function namesIn(folder: string): string[] {
  // Most of the time there is none, and a throw at each event would take longer.
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.pem'));
  } catch {
    return [];
  }
}
