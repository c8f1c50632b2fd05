import { join } from 'node:path';
import { exitCodes } from '../exit-code.ts';
import { Failure, usageFailure } from '../failure.ts';
import type { GlobalOptions } from '../global-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { underLock } from './lock.ts';
import type { Credential, PersonCredential, Profile, StoreName } from './profile.ts';
import { Profiles, readProfileName } from './profiles.ts';
import { renew } from './sign-in/renew.ts';
import type { CredentialStore } from './store/credential-store.ts';
import { FileStore } from './store/file-store.ts';
import { KeyringStore } from './store/keyring-store.ts';

/** A token that has less than this left is renewed before it is used. */
const renewBeforeMs = 60_000;

/** Who the command acts as, and where: flags before variables before the profile. */
export class Session {
  readonly profiles: Profiles;
  readonly profileName: string;
  readonly #surroundings: Surroundings;
  readonly #options: GlobalOptions;

  constructor(surroundings: Surroundings, options: GlobalOptions) {
    const { env, folder } = surroundings;
    this.#surroundings = surroundings;
    this.#options = options;
    this.profileName = readProfileName(options.profile ?? nonEmpty(env['LATCHKEY_PROFILE']) ?? 'default');
    this.profiles = new Profiles(folder);
  }

  /** The token of the environment, which comes before every profile; null for none. */
  get givenToken(): string | null {
    return nonEmpty(this.#surroundings.env['LATCHKEY_TOKEN'])?.trim() ?? null;
  }

  /** The address of flag or variable; null for none. */
  get givenUrl(): string | null {
    return this.#options.url ?? nonEmpty(this.#surroundings.env['LATCHKEY_URL']) ?? null;
  }

  async profile(): Promise<Profile | null> {
    return await this.profiles.get(this.profileName);
  }

  store(name: StoreName): CredentialStore {
    const { folder, keyring } = this.#surroundings;
    return name === 'file' ? new FileStore(folder) : new KeyringStore(keyring);
  }

  /** @throws Failure where nothing says which deployment is meant */
  async apiUrl(): Promise<string> {
    const url = this.givenUrl ?? (await this.profile())?.apiUrl;
    if (url !== undefined) return url;
    if (this.profileName !== 'default') {
      const { profileName } = this;
      throw usageFailure(
        `there is no profile "${profileName}"`,
        `Check its name, or sign in: latchkey login <address> --profile ${profileName}`,
      );
    }
    throw usageFailure(
      'it is not known which deployment is meant',
      'Sign in (latchkey login <address>), or name it with --url or LATCHKEY_URL.',
    );
  }

  /**
   * What the next request is to be sent with, renewed where its time is over.
   *
   * @throws Failure where nobody is signed in
   */
  async credential(): Promise<string> {
    const { givenToken } = this;
    if (givenToken !== null) return givenToken;
    const profile = await this.profile();
    if (profile === null) throw this.#notSignedIn('nobody is signed in');
    if (this.givenUrl !== null && new URL(this.givenUrl).origin !== new URL(profile.apiUrl).origin) {
      throw this.#notSignedIn(`nobody is signed in at ${new URL(this.givenUrl).origin}`);
    }
    const store = this.store(profile.store);
    const credential = await this.#read(store);
    if (credential === null) throw this.#notSignedIn('the credential of this profile is gone');
    if (!this.#isOver(credential)) return secretOf(credential);
    if (credential.kind === 'token') throw this.#notSignedIn('the token of this profile has expired');
    return (await this.#renewed(profile, store)).accessToken;
  }

  /** What looks like nothing may be half of what another process is writing. */
  async #read(store: CredentialStore): Promise<Credential | null> {
    const read = () => store.read(this.profileName);
    return (await read()) ?? (await underLock(this.#lockFile(), this.#surroundings, read));
  }

  async keep(profile: Profile, credential: Credential): Promise<void> {
    await underLock(this.#lockFile(), this.#surroundings, async () => {
      await this.store(profile.store).write(this.profileName, credential);
      await this.profiles.set(this.profileName, profile);
    });
  }

  async forget({ store }: Profile): Promise<void> {
    await underLock(this.#lockFile(), this.#surroundings, async () => {
      await this.store(store).delete(this.profileName);
      await this.profiles.delete(this.profileName);
    });
  }

  /** Two processes at once must not spend each other's refresh token: one renews it, the other finds it renewed. */
  async #renewed(profile: Profile, store: CredentialStore): Promise<PersonCredential> {
    return await underLock(this.#lockFile(), this.#surroundings, async () => {
      const current = await store.read(this.profileName);
      if (current?.kind !== 'person') throw this.#notSignedIn('nobody is signed in any more');
      if (!this.#isOver(current)) return current;
      const next = await renew(profile, current, this.#surroundings);
      if (next === null) throw this.#notSignedIn('the session has ended');
      await store.write(this.profileName, next);
      return next;
    });
  }

  #isOver(credential: Credential): boolean {
    const { expiresAt, kind } = credential;
    if (expiresAt === null) return false;
    const margin = kind === 'person' ? renewBeforeMs : 0;
    return Date.parse(expiresAt) - margin <= this.#surroundings.now().getTime();
  }

  #lockFile(): string {
    return join(this.#surroundings.folder, `${this.profileName}.lock`);
  }

  #notSignedIn(message: string): Failure {
    const profile = this.profileName === 'default' ? '' : ` --profile ${this.profileName}`;
    return new Failure(message, exitCodes.notSignedIn, `Sign in: latchkey login${profile}`);
  }
}

export function secretOf(credential: Credential): string {
  return credential.kind === 'person' ? credential.accessToken : credential.token;
}

/** An empty variable counts as none. */
function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}
