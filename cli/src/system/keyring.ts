import type { AsyncEntry } from '@napi-rs/keyring';
import type { Keyring } from '../surroundings.ts';

const service = 'latchkey';

/**
 * The keyring of the operating system: Keychain, Credential Manager, or the Secret Service. On Linux it is never the
 * kernel's, which the library would fall back to, and which forgets at the next start.
 */
export function systemKeyring(platform: NodeJS.Platform): Keyring {
  const entry = async (account: string): Promise<AsyncEntry> => {
    const { AsyncEntry } = await import('@napi-rs/keyring');
    return new AsyncEntry(
      service,
      account,
      platform === 'linux' ? { linux: { store: 'secret-service' } } : undefined,
    );
  };
  return {
    // Windows takes 2,560 bytes of UTF-16.
    maxLength: platform === 'win32' ? 1_200 : 100_000,
    get: async (account) => (await (await entry(account)).getPassword()) ?? null,
    set: async (account, secret) => await (await entry(account)).setPassword(secret),
    delete: async (account) => void (await (await entry(account)).deletePassword()),
  };
}
