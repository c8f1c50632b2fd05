import type { ApiKeyId } from '../../../lambdas/contract/brands.ts';
import {
  type AuditEvent,
  type AuditTarget,
  type ChainHead,
  emptyChain,
  headOf,
} from '../../../lambdas/domain/audit/audit.ts';
import type { Audited } from '../../../lambdas/domain/audit/transition.ts';
import { isNotice } from '../../../lambdas/domain/webhooks/event-types.ts';
import { apiKeyKey, protectedApiKey, roleKey, userKey, webhookKey } from '../../../lambdas/store/keys.ts';
import type { Replayed } from '../replay/replayed.ts';
import type { Snapshot } from '../snapshot.ts';
import { type ChainTail, tailBehind } from './chain-tail.ts';
import type { Situation } from './situation.ts';

type TargetType = AuditTarget['type'];

/** The partition of Registry that a target's record and events are in. */
export function partitionOf({ type, id }: Pick<AuditTarget, 'type' | 'id'>): string {
  if (type === 'api_key') return apiKeyKey(id as ApiKeyId).pk;
  return { user: userKey, role: roleKey, api: protectedApiKey, webhook: webhookKey }[type](id).pk;
}

/** Where a snapshot has a target's chain: its record says so, or its newest event where there is none. */
export function chainIn(snapshot: Snapshot, pk: string): ChainHead {
  const newest = (snapshot.events.get(pk) ?? []).toSorted((a, b) => b.sequence - a.sequence)[0];
  return recordIn(snapshot, pk)?.chain ?? (newest === undefined ? emptyChain : headOf(newest));
}

function recordIn({ keys, users, roles, apis, webhooks }: Snapshot, pk: string): Audited | undefined {
  const id = pk.slice(pk.indexOf('#') + 1);
  if (pk === apiKeyKey(id as ApiKeyId).pk) return keys.get(id)?.key;
  if (pk === userKey(id).pk) return users.get(id);
  if (pk === roleKey(id).pk) return roles.get(id);
  if (pk === protectedApiKey(id).pk) return apis.get(id);
  return pk === webhookKey(id).pk ? webhooks.get(id) : undefined;
}

/** What copy, log and live tables know of each target together; and what is found out about them. */
export class Targets {
  readonly doubts: string[] = [];
  readonly foreign: ReadonlySet<string>;
  present = 0;
  ended = 0;
  readonly #situation: Situation;
  readonly #known = new Map<string, AuditEvent[]>();
  readonly #ids: Record<TargetType, Set<string>>;

  constructor(situation: Situation) {
    const { copy, live, log } = situation;
    this.#situation = situation;
    this.#ids = {
      api_key: new Set(copy.keys.keys()),
      user: new Set(copy.users.keys()),
      role: new Set(copy.roles.keys()),
      api: new Set(copy.apis.keys()),
      webhook: new Set(copy.webhooks.keys()),
    };
    const events = [copy.events, live.events].flatMap((each) => [...each.values()].flat());
    for (const event of [...events, ...log]) {
      const { type, id } = event.target;
      const pk = partitionOf({ type, id });
      const known = this.#known.get(pk);
      if (known === undefined) this.#known.set(pk, [event]);
      else known.push(event);
      this.#ids[type].add(id);
    }
    this.foreign = new Set([...this.#allPartitions()].filter((pk) => this.#isForeign(pk)));
  }

  /** Ids of the targets that the live tables lack, in an order that does not change. */
  missing(type: TargetType): string[] {
    const { keys, users, roles, apis, webhooks } = this.#situation.live;
    const live = { api_key: keys, user: users, role: roles, api: apis, webhook: webhooks }[type];
    const missing = [...this.#ids[type]].filter((id) => !live.has(id)).toSorted();
    this.present += this.#ids[type].size - missing.length;
    return missing;
  }

  tailOf(type: TargetType, id: string): ChainTail {
    return this.#tail(partitionOf({ type, id }));
  }

  /** A live user, role or API that somebody has made anew, or that is older than the log. */
  isForeign(type: TargetType, id: string): boolean {
    return this.foreign.has(partitionOf({ type, id }));
  }

  /**
   * A target as it was at the end of its chain, and whether that is certain. Null where there is nothing to restore.
   *
   * @param before the record in the copy, undefined for none
   */
  settle<Record extends Audited, State extends Record>(
    type: TargetType,
    id: string,
    before: Record | undefined,
    replay: (before: Record | null, events: readonly AuditEvent[]) => Replayed<State>,
  ): { readonly state: State; readonly doubt: string | null } | null {
    const tail = this.tailOf(type, id);
    const { state, isEnded, doubt: unclear } = replay(before ?? null, tail.events);
    const doubt = tail.fault ?? unclear;
    if (isEnded) this.ended += 1;
    if (isEnded || (state === null && doubt === null)) return null;
    if (state === null) {
      this.doubt(type, id, `${doubt}; nothing tells what it was`);
      return null;
    }
    const notices = tail.events.filter(({ action }) => isNotice(action)).length;
    const passed =
      before === undefined ? 0 : before.version + tail.head.sequence - before.chain.sequence - notices;
    // Where events are missing, each of them was a version.
    return { state: { ...state, version: Math.max(state.version, passed), chain: tail.head }, doubt };
  }

  doubt(type: TargetType, id: string, what: string): void {
    this.doubts.push(`${type} ${id}: ${what}`);
  }

  #tail(pk: string): ChainTail {
    return tailBehind(chainIn(this.#situation.copy, pk), this.#known.get(pk) ?? []);
  }

  #allPartitions(): Set<string> {
    const { keys, users, roles, apis, webhooks } = this.#situation.live;
    const partitions = [...keys.values()].map(({ key }) => apiKeyKey(key.id).pk);
    partitions.push(...[...users.keys()].map((id) => userKey(id).pk));
    partitions.push(...[...roles.keys()].map((name) => roleKey(name).pk));
    partitions.push(...[...apis.keys()].map((name) => protectedApiKey(name).pk));
    partitions.push(...[...webhooks.keys()].map((id) => webhookKey(id).pk));
    return new Set(partitions.filter((pk) => this.#known.has(pk)));
  }

  /** What is live has gone on from where copy and log end, or it is another chain. */
  #isForeign(pk: string): boolean {
    const { head, fault } = this.#tail(pk);
    const live = chainIn(this.#situation.live, pk);
    const isLinked = fault === null && live.sequence === head.sequence && live.hash === head.hash;
    if (!isLinked) this.doubts.push(`${pk}: the live one is not where the log ends; it is left as it is`);
    return !isLinked;
  }
}
