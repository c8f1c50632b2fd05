import type { Credential, StoreName } from '../profile.ts';

/** Keeps the credentials of profiles. */
export interface CredentialStore {
  readonly name: StoreName;
  read(profile: string): Promise<Credential | null>;
  write(profile: string, credential: Credential): Promise<void>;
  delete(profile: string): Promise<void>;
}

/** @returns null for what is no credential: it counts as gone */
export function parseCredential(text: string): Credential | null {
  try {
    const read = JSON.parse(text) as Credential;
    return read.kind === 'person' || read.kind === 'token' ? read : null;
  } catch {
    return null;
  }
}
