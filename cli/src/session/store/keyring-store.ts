import { Failure } from '../../failure.ts';
import type { Keyring } from '../../surroundings.ts';
import type { Credential } from '../profile.ts';
import { type CredentialStore, parseCredential } from './credential-store.ts';

/**
 * The keyring of the operating system. Where it takes short secrets only, as that of Windows, a credential is cut into
 * several; each begins with the mark of its writing, so that parts of two writings are never taken for one.
 */
export class KeyringStore implements CredentialStore {
  readonly name = 'keyring';
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  async read(profile: string): Promise<Credential | null> {
    return await this.#ask(async () => {
      const first = partOf(await this.#keyring.get(profile));
      if (first === null) return null;
      let text = first.text;
      for (let index = 1; index < first.parts; index += 1) {
        const part = partOf(await this.#keyring.get(accountOf(profile, index)));
        if (part?.mark !== first.mark) return null;
        text += part.text;
      }
      return parseCredential(text);
    });
  }

  async write(profile: string, credential: Credential): Promise<void> {
    const text = JSON.stringify(credential);
    const mark = crypto.randomUUID();
    const size = this.#keyring.maxLength - mark.length - 8;
    const parts = Math.ceil(text.length / size);
    await this.#ask(async () => {
      // The first part last: until then what there was is what is read, or nothing.
      for (let index = parts - 1; index >= 0; index -= 1) {
        const content = `${parts} ${mark} ${text.slice(index * size, (index + 1) * size)}`;
        await this.#keyring.set(accountOf(profile, index), content);
      }
    });
  }

  async delete(profile: string): Promise<void> {
    await this.#ask(async () => {
      const parts = partOf(await this.#keyring.get(profile))?.parts ?? 1;
      for (let index = 0; index < parts; index += 1) await this.#keyring.delete(accountOf(profile, index));
    });
  }

  /** What the keyring says may hold what it was given: nothing of it is told. */
  async #ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch {
      throw new Failure(
        'the keyring of this computer cannot be used: there is none, or it is locked',
        undefined,
        'Unlock it; or pass the credential in LATCHKEY_TOKEN; or accept a readable file: latchkey login <address> --insecure-storage',
      );
    }
  }
}

function accountOf(profile: string, index: number): string {
  return index === 0 ? profile : `${profile}#${index}`;
}

function partOf(content: string | null): { parts: number; mark: string; text: string } | null {
  const [, parts, mark, text] = /^(\d{1,3}) (\S+) (.*)$/s.exec(content ?? '') ?? [];
  if (parts === undefined || mark === undefined || text === undefined) return null;
  return { parts: Number(parts), mark, text };
}
