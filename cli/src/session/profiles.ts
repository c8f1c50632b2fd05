import { join } from 'node:path';
import { Failure, usageFailure } from '../failure.ts';
import { readText, replaceFile } from './files.ts';
import type { Profile } from './profile.ts';

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** @throws Failure for a name that cannot be one of a file */
export function readProfileName(name: string): string {
  if (namePattern.test(name)) return name;
  throw usageFailure('--profile: a name has up to 64 letters, digits, dots, dashes and underscores');
}

/** The accounts that this computer knows, in `profiles.json`. */
export class Profiles {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = join(folder, 'profiles.json');
  }

  async get(name: string): Promise<Profile | null> {
    const profiles = await this.all();
    return Object.hasOwn(profiles, name) ? (profiles[name] ?? null) : null;
  }

  async set(name: string, profile: Profile): Promise<void> {
    await this.#write({ ...(await this.all()), [name]: profile });
  }

  async delete(name: string): Promise<void> {
    const { [name]: _, ...others } = await this.all();
    await this.#write(others);
  }

  /** @throws Failure where the file is damaged */
  async all(): Promise<Readonly<Record<string, Profile>>> {
    const text = await readText(this.#path);
    if (text === null) return {};
    try {
      return JSON.parse(text) as Record<string, Profile>;
    } catch {
      throw new Failure(
        `${this.#path} is damaged`,
        undefined,
        'Delete it, and sign in again: latchkey login',
      );
    }
  }

  async #write(profiles: Readonly<Record<string, Profile>>): Promise<void> {
    await replaceFile(this.#path, `${JSON.stringify(profiles, null, 2)}\n`);
  }
}
