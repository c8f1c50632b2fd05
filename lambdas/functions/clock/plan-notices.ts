import type { ApiKey } from '../../domain/keys/api-key.ts';
import type { Clock } from '../../domain/ports.ts';
import { isoTime } from '../../domain/time.ts';
import type { NoticeSpan } from '../../domain/webhooks/notice-spans.ts';
import { endOfSweep, nextSweep } from '../../domain/webhooks/notice-sweep.ts';
import { noticesToCome } from '../../domain/webhooks/notices.ts';
import type { ListApiKeys } from '../../store/api-key-listing.ts';
import type { ApiKeyReader } from '../../store/api-key-reader.ts';
import type { StoredNotice } from '../../store/due-notices.ts';
import type { NoticeSweepStore } from '../../store/notice-sweep.ts';
import type { Task } from './task.ts';

export interface PlanDependencies {
  readonly sweeps: NoticeSweepStore;
  readonly listKeys: ListApiKeys;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly spans: readonly NoticeSpan[];
  readonly clock: Clock;
}

/** Keys that are expected to be looked at in a turn. */
const expected = 500;

/**
 * Plans the notices of keys that none were planned for, since an earlier version made them, they came back from a copy of
 * the tables, or a span is new: of keys that end soon, once a day, as far as each turn comes.
 */
export function createPlanTask({ sweeps, listKeys, keys, spans, clock }: PlanDependencies): Task {
  return async ({ deadlineMs }) => {
    const now = clock.now();
    const sweep = nextSweep(await sweeps.readSweep(), spans, now, isoTime(now));
    if (sweep === null) return;
    const range = { from: null, before: endOfSweep(sweep, spans), never: false };
    const sort = { field: 'expiresAt', descending: false } as const;
    const parts = listKeys({ sort, owner: null, after: sweep.after, expected, expiry: range });
    let after: string | null = null;
    for await (const { items, end } of parts) {
      const others = await sweeps.fill(items.flatMap(dueOf));
      for (const other of others) await renew(other);
      after = end ?? null;
      if (clock.now() >= deadlineMs) break;
    }
    await sweeps.writeSweep({ ...sweep, after });
  };

  /** By the time of now, not of when the turn began: see `noticesToCome`. */
  function dueOf(key: ApiKey): StoredNotice[] {
    return noticesToCome(key, spans, clock.now()).map((notice) => ({ apiKeyId: key.id, notice }));
  }

  /** Former code has changed the key, or the list of keys trails behind: the key itself tells. */
  async function renew(stored: StoredNotice): Promise<void> {
    const key = await keys.get(stored.apiKeyId);
    const { slot, moment } = stored.notice;
    const planned = key === null ? undefined : dueOf(key).find(({ notice }) => notice.slot === slot);
    if (planned !== undefined && planned.notice.moment !== moment) {
      await sweeps.replace(stored, planned.notice);
    }
  }
}
