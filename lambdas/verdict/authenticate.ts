import type { Plaintext, SecretHash } from '../contract/brands.ts';
import {
  type CredentialItem,
  credentialKey,
  type LimiterItem,
  limiterKey,
  type UserStateItem,
  userStateKey,
} from '../contract/credential-items.ts';
import { note } from './bounded.ts';
import type { RateLimit } from './bucket.ts';
import type { CredentialsReader } from './credentials-table.ts';
import { type AuthorizationRequest, decide, decidePerson, type Verdict } from './decide.ts';
import type { VerdictDependencies } from './dependencies.ts';
import type { Credential } from '../domain/keys/credential.ts';
import { noPermissions } from '../domain/permissions/permissions.ts';
import { endOf } from '../domain/time.ts';
import { hashSecret } from '../domain/keys/secret.ts';

/** Secrets whose user a container remembers; a hash never changes its user. */
const maxRemembered = 10_000;

/** How long a verdict may wait for DynamoDB, all of its reads, its write and their retries together. */
export const verdictBudgetMs = 1_000;

export interface Authentication {
  readonly verdict: Verdict;
  readonly credential: Credential | null;
  readonly roles: readonly string[];
  /**
   * Null where the key has no limit, or the call was refused for another reason, which spends nothing; of one that is
   * `RATE_LIMITED` where it counts for more than the limit, and so could never pass.
   */
  readonly rateLimit: RateLimit | null;
}

/** @param cost calls that this one counts for */
export type Authenticate = (
  plaintext: Plaintext,
  request: AuthorizationRequest,
  cost?: number,
) => Promise<Authentication>;

/** What is asked about a call, where part of it has to be read with the credential. */
export interface Question {
  /** Makes the first round trip, in which it may read more. */
  readonly reader: CredentialsReader;
  /** What the call asks for, once that has been read; a cost of 0 takes nothing from the key's bucket. */
  readonly ask: () => Promise<{ readonly request: AuthorizationRequest; readonly cost: number }>;
}

export type Judge = (plaintext: Plaintext, question: Question, deadlineMs: number) => Promise<Authentication>;

/** Whose a secret is, which its hash settles for ever. */
type Owner = Pick<CredentialItem, 'userId' | 'apiKeyId'>;

/** What strongly consistent looks show of a secret. */
interface Sight {
  readonly item: CredentialItem | null;
  readonly user: UserStateItem | null;
  /** The key's bucket, nanoseconds since the epoch; undefined where none was seen. */
  readonly tatNs?: bigint | undefined;
}

/**
 * Gives the verdict about a well-formed secret. One round trip reads the credential and its user's state, and the key's
 * bucket where most of it is in use; the first sight of a secret in a container takes a second, and so does a role
 * definition that is due. A call that passes is then taken from the bucket, if the key has a limit.
 */
export function createJudge(deps: VerdictDependencies): Judge {
  const { reader, roleCache, keyPermissions, limiter, tierNamed, now } = deps;
  const ownerOf = new Map<SecretHash, Owner>();

  async function lookUp(hash: SecretHash, first: CredentialsReader, deadlineMs: number): Promise<Sight> {
    const key = credentialKey(hash);
    const known = ownerOf.get(hash);
    const beside = known === undefined ? [] : keysBeside(known, limiter.isMostlyUsed(known.apiKeyId));
    const items = await first.read([key, ...beside], deadlineMs);
    const item = (items.get(key.pk) as CredentialItem | undefined) ?? null;
    if (item === null) return { item, user: null };
    if (known !== undefined) return sightOf(item, items);
    const { userId, apiKeyId, rateLimitTier } = item;
    note(ownerOf, hash, { userId, apiKeyId }, maxRemembered);
    // A container that sees a key for the first time knows nothing of its bucket either.
    const isLimited = tierNamed(rateLimitTier).callsPerMinute !== null;
    return sightOf(item, await reader.read(keysBeside(item, isLimited), deadlineMs));
  }

  async function spend(
    { apiKeyId, rateLimitTier }: Credential,
    seenTatNs: bigint | undefined,
    cost: number,
    deadlineMs: number,
  ): Promise<{ isAllowed: boolean; rateLimit: RateLimit | null }> {
    const { name: tier, callsPerMinute: limit } = tierNamed(rateLimitTier);
    if (limit === null) return { isAllowed: true, rateLimit: null };
    if (cost > limit) return { isAllowed: false, rateLimit: null };
    return limiter.spend({ apiKeyId, tier, limit, cost, seenTatNs, deadlineMs });
  }

  return async (plaintext, question, deadlineMs) => {
    const { item, user, tatNs } = await lookUp(hashSecret(plaintext), question.reader, deadlineMs);
    const { request, cost } = await question.ask();
    const credential = item === null ? null : toCredential(item);
    const isUsable = user?.status === 'active' && credential !== null;
    const permissions = isUsable
      ? keyPermissions(await roleCache.permissionsOf(user.roles, deadlineMs), credential)
      : noPermissions;
    const verdict = decide(credential, user, permissions, request, now());
    const known = { credential, roles: user?.roles ?? [] };
    if (verdict.code !== 'VALID' || credential === null || cost === 0)
      return { ...known, verdict, rateLimit: null };
    const { isAllowed, rateLimit } = await spend(credential, tatNs, cost, deadlineMs);
    return { ...known, verdict: isAllowed ? verdict : { ...verdict, code: 'RATE_LIMITED' }, rateLimit };
  };
}

/** As `createJudge`, where all that is asked is known beforehand. */
export function createAuthenticate(deps: VerdictDependencies): Authenticate {
  const judge = createJudge(deps);
  return (plaintext, request, cost = 1) =>
    judge(
      plaintext,
      { reader: deps.reader, ask: async () => ({ request, cost }) },
      deps.now() + verdictBudgetMs,
    );
}

/** What is read beside a credential. */
function keysBeside({ userId, apiKeyId }: Owner, withBucket: boolean): { readonly pk: string }[] {
  return [userStateKey(userId), ...(withBucket ? [limiterKey(apiKeyId)] : [])];
}

function sightOf(item: CredentialItem, items: ReadonlyMap<string, object>): Sight {
  const bucket = items.get(limiterKey(item.apiKeyId).pk) as LimiterItem | undefined;
  return { item, user: userIn(items, item.userId), tatNs: bucket && BigInt(bucket.tat) };
}

function userIn(items: ReadonlyMap<string, object>, userId: string): UserStateItem | null {
  return (items.get(userStateKey(userId).pk) as UserStateItem | undefined) ?? null;
}

function toCredential(item: CredentialItem & { readonly pk?: string }): Credential {
  const { pk: _, ttl, ...credential } = item;
  return { ...credential, goneAt: ttl === undefined ? null : endOf(ttl) };
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
  now,
}: VerdictDependencies): AuthenticatePerson {
  return async (userId) => {
    const deadlineMs = now() + verdictBudgetMs;
    const user = userIn(await reader.read([userStateKey(userId)], deadlineMs), userId);
    const isActive = user?.status === 'active';
    const granted = isActive ? await roleCache.permissionsOf(user.roles, deadlineMs) : noPermissions;
    return { verdict: decidePerson(user, granted), userId, roles: user?.roles ?? [] };
  };
}
