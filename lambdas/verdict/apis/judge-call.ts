import { type UserStateItem, userStateKey } from '../../contract/credential-items.ts';
import type { Plaintext } from '../../contract/brands.ts';
import type { GatewayStage } from '../../contract/protected-api.ts';
import type { ForeignVerdictCode } from '../../contract/verdicts.ts';
import type { MatchedRoute, RoutedCall } from '../../domain/apis/route-index.ts';
import type { Credential } from '../../domain/keys/credential.ts';
import { keyPrefixOf } from '../../domain/keys/secret.ts';
import { permissionsNeeded } from '../../domain/permissions/needs.ts';
import { missingPermissions, noPermissions, type Permissions } from '../../domain/permissions/permissions.ts';
import { createJudge, verdictBudgetMs } from '../authenticate.ts';
import type { RateLimit } from '../bucket.ts';
import { decidePerson } from '../decide.ts';
import type { VerdictDependencies } from '../dependencies.ts';
import { type Registration, routesOf } from './registration.ts';
import { createRegistrationCache, type Lookup } from './registration-cache.ts';

/** A call to an API of somebody's own. */
export interface ForeignCall extends RoutedCall {
  /** Null where it cannot be told which stage was called. */
  readonly stage: GatewayStage | null;
  /** Hash of the routes that the stage was deployed with; null where it does not say. */
  readonly routesHash: string | null;
  readonly sourceIp: string | null;
}

/** Who makes the call, as far as is known. */
export interface ForeignCaller {
  readonly userId: string;
  readonly roles: readonly string[];
  /** Null for people. */
  readonly credential: Credential | null;
  /** Of the key that was presented; '' for people. */
  readonly keyPrefix: string;
}

export interface ForeignVerdict {
  readonly code: ForeignVerdictCode;
  /** Null where nobody is known. */
  readonly caller: ForeignCaller | null;
  /** Effective; none where the call is not authenticated. */
  readonly permissions: Permissions;
  /** What the caller lacks; null but for `INSUFFICIENT_PERMISSIONS`. */
  readonly missing: Permissions | null;
  /** As of `Authentication`. */
  readonly rateLimit: RateLimit | null;
  /** Null for a stage that is not registered. */
  readonly registration: Registration | null;
  /** Null for a route that is not registered. */
  readonly matched: MatchedRoute | null;
}

/** Gives the verdict about calls to protected APIs: by the same rules, from the same reads, as that about this API. */
export interface CallJudge {
  /** @throws DynamoDbError */
  ofKey(call: ForeignCall, plaintext: Plaintext): Promise<ForeignVerdict>;
  /**
   * @param userId whom a token names that has been verified
   * @throws DynamoDbError
   */
  ofPerson(call: ForeignCall, userId: string): Promise<ForeignVerdict>;
  /**
   * Of a call that comes with no credential that could be looked up.
   *
   * @throws DynamoDbError
   */
  ofNobody(
    call: ForeignCall,
    code: 'UNAUTHENTICATED' | 'API_KEY_INVALID' | 'TOKEN_INVALID',
  ): Promise<ForeignVerdict>;
  /** What was known of the call's stage last, however long ago: for when there is no verdict. */
  lastKnown(call: ForeignCall): Registration | null;
}

/** Where a call stands, whoever makes it. */
interface Place {
  readonly registration: Registration | null;
  readonly matched: MatchedRoute | null;
}

const nowhere: Lookup = { keys: [], settle: () => null, fail() {} };

export function createCallJudge(deps: VerdictDependencies): CallJudge {
  const { reader, roleCache, now } = deps;
  const judge = createJudge(deps);
  const registrations = createRegistrationCache(reader, now);

  /** Asks with a lookup that is settled or has failed when this returns. */
  async function lookingUp<T>(
    { stage, routesHash }: ForeignCall,
    ask: (lookup: Lookup, deadlineMs: number) => Promise<T>,
  ): Promise<T> {
    const deadlineMs = now() + verdictBudgetMs;
    const lookup = stage === null ? nowhere : registrations.lookUp(stage, routesHash, deadlineMs);
    try {
      return await ask(lookup, deadlineMs);
    } catch (error) {
      lookup.fail(error);
      throw error;
    }
  }

  return {
    ofKey: (call, plaintext) =>
      lookingUp(call, async (lookup, deadlineMs) => {
        let found: ReturnType<Lookup['settle']> = null;
        let place: Place = { registration: null, matched: null };
        const question = {
          reader: {
            read: async (keys: readonly { readonly pk: string }[]) => {
              const items = await reader.read([...keys, ...lookup.keys], deadlineMs);
              found = lookup.settle(items);
              // It is waited for below, unless what is read meanwhile fails first.
              if (found instanceof Promise) found.catch(() => {});
              return items;
            },
          },
          ask: async () => {
            place = placeOf(call, await found);
            const { sourceIp } = call;
            const { matched } = place;
            if (matched === null) return { request: { sourceIp }, cost: 0 };
            const requested = permissionsNeeded(matched.needs);
            return { request: { sourceIp, requested }, cost: matched.route.cost ?? 1 };
          },
        };
        const { verdict, credential, roles, rateLimit } = await judge(plaintext, question, deadlineMs);
        const caller =
          credential === null
            ? null
            : { userId: credential.userId, roles, credential, keyPrefix: keyPrefixOf(plaintext) };
        const code = verdict.code === 'VALID' ? codeOf(place) : verdict.code;
        const { permissions, missing } = verdict;
        const { registration, matched } = place;
        return { code, caller, permissions, missing, rateLimit, registration, matched };
      }),

    ofPerson: (call, userId) =>
      lookingUp(call, async (lookup, deadlineMs) => {
        const key = userStateKey(userId);
        const items = await reader.read([key, ...lookup.keys], deadlineMs);
        const place = placeOf(call, await lookup.settle(items));
        if (place.registration?.people === false) return unknown('TOKEN_INVALID', place);
        const user = (items.get(key.pk) as UserStateItem | undefined) ?? null;
        const granted =
          user?.status === 'active' ? await roleCache.permissionsOf(user.roles, deadlineMs) : noPermissions;
        const { code, permissions } = decidePerson(user, granted);
        const caller = { userId, roles: user?.roles ?? [], credential: null, keyPrefix: '' };
        const known = { caller, permissions, rateLimit: null, ...place };
        if (code !== 'VALID' || place.matched === null)
          return { code: code === 'VALID' ? codeOf(place) : code, missing: null, ...known };
        const missing = missingPermissions(permissions, permissionsNeeded(place.matched.needs));
        return { code: missing === null ? 'VALID' : 'INSUFFICIENT_PERMISSIONS', missing, ...known };
      }),

    ofNobody: (call, code) =>
      lookingUp(call, async (lookup, deadlineMs) => {
        const items = lookup.keys.length === 0 ? new Map() : await reader.read(lookup.keys, deadlineMs);
        return unknown(code, placeOf(call, await lookup.settle(items)));
      }),

    lastKnown: ({ stage }) => (stage === null ? null : (registrations.lastKnown(stage) ?? null)),
  };
}

function placeOf(call: ForeignCall, registration: Registration | null): Place {
  if (registration === null) return { registration, matched: null };
  return { registration, matched: routesOf(registration, call.routesHash)?.match(call) ?? null };
}

function codeOf({ registration, matched }: Place): 'VALID' | 'API_UNKNOWN' | 'ROUTE_UNKNOWN' {
  if (registration === null) return 'API_UNKNOWN';
  return matched === null ? 'ROUTE_UNKNOWN' : 'VALID';
}

function unknown(code: ForeignVerdictCode, place: Place): ForeignVerdict {
  return { code, caller: null, permissions: noPermissions, missing: null, rateLimit: null, ...place };
}
