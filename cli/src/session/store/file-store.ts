import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credential } from '../profile.ts';
import { readText, replaceFile } from '../files.ts';
import { type CredentialStore, parseCredential } from './credential-store.ts';

/** Files that hold credentials as they are, for whoever can read them: only where somebody asked for that. */
export class FileStore implements CredentialStore {
  readonly name = 'file';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, 'credentials');
  }

  async read(profile: string): Promise<Credential | null> {
    const text = await readText(this.#path(profile));
    return text === null ? null : parseCredential(text);
  }

  async write(profile: string, credential: Credential): Promise<void> {
    await replaceFile(this.#path(profile), `${JSON.stringify(credential)}\n`);
  }

  async delete(profile: string): Promise<void> {
    await rm(this.#path(profile), { force: true });
  }

  #path(profile: string): string {
    return join(this.#folder, `${profile}.json`);
  }
}
