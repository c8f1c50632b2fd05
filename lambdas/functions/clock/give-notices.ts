import { dueShards } from '../../contract/outbox-items.ts';
import type { Origin } from '../../domain/audit/audit.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { NoticeSpan } from '../../domain/webhooks/notice-spans.ts';
import { type DueNotice, giveNotice, isStillDue } from '../../domain/webhooks/notices.ts';
import type { ApiKeyReader } from '../../store/api-key-reader.ts';
import type { ItemKey } from '../../store/batch-get.ts';
import { dueShardsOf } from '../../store/due-items.ts';
import type { ReadLastUses } from '../../store/last-use-reader.ts';
import type { NoticeStore } from '../../store/notices.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import type { Task } from './task.ts';

export interface NoticeDependencies {
  readonly notices: NoticeStore;
  /** Keys of the due notices of a shard. */
  readonly listDue: (shard: string, now: number) => AsyncIterable<readonly ItemKey[]>;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly readLastUses: ReadLastUses;
  readonly spans: readonly NoticeSpan[];
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Keys of a shard that are dealt with side by side: with all shards some 500 events a second, half of what one partition of
 * the index of a day's events takes, so that people's own changes are never throttled.
 */
const lanes = 2;

/**
 * Gives the notices that are due, each once: whoever gives one ends it in the same transaction. Those that no longer fit
 * their keys go without an event.
 */
export function createNoticesTask(deps: NoticeDependencies): Task {
  return async ({ requestId, deadlineMs }) => {
    const actor = { userId: 'system', via: 'system' } as const;
    const origin: Origin = { actor, sourceIp: null, userAgent: null, requestId };
    const failures: unknown[] = [];

    /** The notices of one key, one after the other, in the order of their time. */
    async function settleKey(due: readonly ItemKey[]): Promise<void> {
      try {
        for (const each of due) {
          if (deps.clock.now() >= deadlineMs) return;
          await untilSettled(deps, () => settleNotice(each, origin, deps));
        }
      } catch (error) {
        failures.push(error);
      }
    }

    async function settleShard(shard: string): Promise<void> {
      for await (const page of deps.listDue(shard, deps.clock.now())) {
        const byKey = Map.groupBy(page, ({ pk }) => pk).values();
        const lane = async () => {
          for (const due of byKey) await settleKey(due);
        };
        await Promise.all(Array.from({ length: lanes }, lane));
        if (deps.clock.now() >= deadlineMs) return;
      }
    }

    const shards = await Promise.allSettled(dueShardsOf(dueShards.notices).map(settleShard));
    for (const shard of shards) if (shard.status === 'rejected') failures.push(shard.reason);
    const [first] = failures;
    if (first !== undefined) throw new Error(`${failures.length} notices were not given`, { cause: first });
  };
}

/** True where nothing of the notice is left; undefined where the key was changed meanwhile, to be called again. */
async function settleNotice(
  itemKey: ItemKey,
  origin: Origin,
  deps: NoticeDependencies,
): Promise<true | undefined> {
  const { notices, keys, spans, clock } = deps;
  const stored = await notices.read(itemKey);
  // What has taken its place may not be due yet.
  if (stored === null || clock.now() < stored.notice.dueAt) return true;
  const { apiKeyId, notice } = stored;
  const key = await keys.get(apiKeyId);
  if (key === null || !isStillDue(notice, key, spans, clock.now())) {
    await notices.drop(stored);
    return true;
  }
  const event = giveNotice(key, notice, await lastUseOf(key, notice, deps), origin, momentOf(deps));
  const outcome = await notices.give(key, notice, event);
  return outcome.kind === 'committed' ? true : undefined;
}

/** When the secret that is about to end was used last; null for never, and where the notice is of none. */
async function lastUseOf(
  { id, retiringPrefix }: ApiKey,
  { type }: DueNotice,
  { readLastUses }: NoticeDependencies,
): Promise<number | null> {
  if (type !== 'api_key.rotation_ending' || retiringPrefix === null) return null;
  const uses = await readLastUses([id]);
  return uses.get(id)?.byPrefix.get(retiringPrefix) ?? null;
}
