import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import type { Restriction } from '../../lambdas/domain/permissions/permissions.ts';
import { allAccessRights } from '../../lambdas/domain/permissions/access-rights.ts';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { person, type Request, type ServedApi, serveApi } from './memory-api.ts';
import { type Fact, facts, factsOf } from './memory-permission-facts.ts';
import { clockAt, noon, type SettableClock } from './memory-ports.ts';
import { MemoryStores } from './memory-stores.ts';

/** Something that calls can be made with. */
export interface Holder {
  readonly credential: string;
  readonly userId: string;
  /** Null for a person's access token. */
  readonly apiKeyId: string | null;
}

/** Somebody's reach grew by a call. */
export interface Gain {
  readonly who: string;
  readonly gained: readonly Fact[];
  readonly caller: Holder;
  /** What the caller could give before the call: what they could do, or more where they may escalate. */
  readonly callerHad: ReadonlySet<Fact>;
  readonly operationId: OperationId;
}

const everything: ReadonlySet<Fact> = new Set(facts);
const escalate: Fact = 'scope permissions:escalate';

/** A deployment in memory that keeps account of who can do what, and of what their givers let keys ever do. */
export class World {
  readonly holders: Holder[] = [];
  readonly memory: MemoryStores;
  readonly api: ServedApi;
  /** What each key may at most ever do, by who minted and who widened it. */
  readonly bounds = new Map<string, ReadonlySet<Fact>>();
  readonly gains: Gain[] = [];
  /** Calls that changed something, for whoever has to find out what went wrong. */
  readonly trail: string[] = [];
  readonly #clock: SettableClock = clockAt(noon);

  constructor(people: readonly string[], more: Partial<DeploymentSettings> = {}) {
    this.memory = new MemoryStores(people[0] ?? '', people.slice(1));
    this.api = serveApi(this.memory.stores, this.#clock, more);
    for (const userId of people) this.holders.push({ credential: person(userId), userId, apiKeyId: null });
  }

  /** Makes a call, and takes account of what it changed. */
  async call(caller: Holder, operationId: OperationId, request: Request) {
    this.settle();
    const before = this.#allReaches();
    const callerHad = this.#giftsOf(caller);
    const ownBound = factsOfRestriction(this.#keyOf(caller));
    const answer = await this.api.as(caller.credential)(operationId, request);
    if (answer.status >= 300) return answer;
    this.trail.push(`${caller.apiKeyId ?? caller.userId} ${operationId} ${JSON.stringify(request)}`);
    const { key: secret = answer.body?.token, id = request.at?.['id'] } = answer.body ?? {};
    const key = this.memory.keys.get(id ?? '');
    if (key !== undefined) {
      const { scopes, accessRights } = (request.body ?? {}) as Partial<Restriction>;
      const isLimitSet = secret !== undefined || scopes !== undefined || accessRights !== undefined;
      const given = key.userId === caller.userId ? ownBound : callerHad;
      if (isLimitSet) this.bounds.set(key.id, (this.bounds.get(key.id) ?? new Set()).union(given));
      if (secret !== undefined)
        this.holders.push({ credential: secret, userId: key.userId, apiKeyId: key.id });
    }
    for (const [who, reach] of this.#allReaches()) {
      const gained = [...reach.difference(before.get(who) ?? new Set())];
      if (gained.length > 0) this.gains.push({ who, gained, caller, callerHad, operationId });
    }
    return answer;
  }

  /** Waits until every role's definition has taken effect, which may lag for ten seconds. */
  settle(): void {
    this.#clock.set(this.#clock.now() + 11_000);
  }

  /** What calls with the credential can do now. */
  reachOf(holder: Holder): ReadonlySet<Fact> {
    const user = this.memory.users.get(holder.userId);
    if (user === undefined || user.status === 'disabled') return new Set();
    const grants = user.roles.flatMap((role) => this.memory.roles.get(role) ?? []);
    const reach = new Set(grants.flatMap((grant) => [...factsOf(grant)]));
    if (holder.apiKeyId === null) return reach;
    const key = this.#keyOf(holder);
    if (key === null || key.pausedBy !== null) return new Set();
    reach.delete(escalate);
    return reach.intersection(factsOfRestriction(key));
  }

  /** Whoever may escalate gives anything; an administrator who has signed in gives that, too. */
  #giftsOf(caller: Holder): ReadonlySet<Fact> {
    const reach = this.reachOf(caller);
    if (caller.apiKeyId !== null) return reach;
    if (reach.has(escalate)) return everything;
    const roles = this.memory.users.get(caller.userId)?.roles ?? [];
    const holdsAll = roles.some((role) => this.memory.roles.get(role)?.scopes.includes('*'));
    return reach.size > 0 && holdsAll ? reach.union(new Set([escalate])) : reach;
  }

  #keyOf({ apiKeyId }: Holder): ApiKey | null {
    return this.memory.keys.get(apiKeyId ?? '') ?? null;
  }

  #allReaches(): Map<string, ReadonlySet<Fact>> {
    return new Map(
      this.holders.map((holder) => [holder.apiKeyId ?? holder.userId, this.reachOf(holder)] as const),
    );
  }
}

/** What a restriction lets through; everything where there is none. */
function factsOfRestriction(restriction: Restriction | null): ReadonlySet<Fact> {
  if (restriction === null) return everything;
  const { scopes, accessRights } = restriction;
  return factsOf({ scopes: scopes ?? ['*'], accessRights: accessRights ?? allAccessRights });
}
