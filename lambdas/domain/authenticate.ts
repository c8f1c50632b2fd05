import {
  type CredentialItem,
  credentialKey,
  type UserStateItem,
  userStateKey,
} from '../contract/credential-items.ts';
import { type AuthorizationRequest, type Credential, decide, decidePerson, type Verdict } from './decide.ts';
import { hashSecret } from './secret.ts';
import type { CredentialsReader } from './ports.ts';
import type { RoleCache } from './role-cache.ts';

/** Secrets whose user a container remembers; a hash never changes its user. */
const maxRemembered = 10_000;

export interface Authentication {
  readonly verdict: Verdict;
  readonly credential: Credential | null;
  readonly roles: readonly string[];
}

export interface AuthenticateDependencies {
  readonly reader: CredentialsReader;
  readonly roleCache: RoleCache;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type Authenticate = (plaintext: string, request: AuthorizationRequest) => Promise<Authentication>;

/**
 * Gives the verdict about a well-formed secret. One round trip reads the credential and its user's state; the
 * first sight of a secret in a container takes a second, and so does a role definition that is due.
 */
export function createAuthenticate({ reader, roleCache, now }: AuthenticateDependencies): Authenticate {
  const userIdOf = new Map<string, string>();

  async function readBoth(hash: string): Promise<[CredentialItem | null, UserStateItem | null]> {
    const key = credentialKey(hash);
    const known = userIdOf.get(hash);
    const items = await reader.read(known === undefined ? [key] : [key, userStateKey(known)]);
    const credential = (items.get(key.pk) as CredentialItem | undefined) ?? null;
    if (credential === null) return [null, null];
    const userKey = userStateKey(credential.userId);
    if (known !== undefined)
      return [credential, (items.get(userKey.pk) as UserStateItem | undefined) ?? null];
    if (userIdOf.size >= maxRemembered) userIdOf.clear();
    userIdOf.set(hash, credential.userId);
    const users = await reader.read([userKey]);
    return [credential, (users.get(userKey.pk) as UserStateItem | undefined) ?? null];
  }

  return async (plaintext, request) => {
    const [item, user] = await readBoth(hashSecret(plaintext));
    const credential = item === null ? null : toCredential(item);
    const isUsable = user?.status === 'active' && credential !== null;
    const grants = isUsable ? await roleCache.grantsOf(user.roles) : [];
    return {
      verdict: decide(credential, user, grants, request, now()),
      credential,
      roles: user?.roles ?? [],
    };
  };
}

function toCredential({ ttl, ...item }: CredentialItem): Credential {
  return {
    ...item,
    accessRights: item.accessRights,
    goneAt: ttl === undefined ? null : ttl * 1_000,
  };
}

export interface PersonAuthentication {
  readonly verdict: ReturnType<typeof decidePerson>;
  readonly userId: string;
  readonly roles: readonly string[];
}

export type AuthenticatePerson = (userId: string) => Promise<PersonAuthentication>;

/** Gives the verdict about a person whose token has been verified: their state and roles only. */
export function createAuthenticatePerson({
  reader,
  roleCache,
}: Omit<AuthenticateDependencies, 'now'>): AuthenticatePerson {
  return async (userId) => {
    const key = userStateKey(userId);
    const user = ((await reader.read([key])).get(key.pk) as UserStateItem | undefined) ?? null;
    const grants = user?.status === 'active' ? await roleCache.grantsOf(user.roles) : [];
    return { verdict: decidePerson(user, grants), userId, roles: user?.roles ?? [] };
  };
}
