import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { outboxPartitions } from '../contract/outbox-items.ts';
import { inBatches } from '../domain/batches.ts';
import type { DueNotice } from '../domain/webhooks/notices.ts';
import type { NoticeSweep } from '../domain/webhooks/notice-sweep.ts';
import { batchGet, maxBatch } from './batch-get.ts';
import type { OutboxTable } from './client.ts';
import { absent, type Guard } from './conditions.ts';
import { fromNoticeItem, isNotice, noticeKey, type StoredNotice, toNoticeItem } from './due-notices.ts';
import type { Pacing } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';

/** Notices of keys that none were planned for. */
export interface NoticeSweepStore {
  /** Null where there was no search yet. */
  readSweep(): Promise<NoticeSweep | null>;
  writeSweep(sweep: NoticeSweep): Promise<void>;
  /**
   * Stores those of the notices of which there are none under the same name; the others stay as they are.
   *
   * @returns what is stored of another moment than the notice that was given for it
   */
  fill(notices: readonly StoredNotice[]): Promise<StoredNotice[]>;
  /** Puts a notice in the place of another, unless a third has taken it. */
  replace(stored: StoredNotice, notice: DueNotice): Promise<void>;
}

/** No key has this id. */
const sweepKey = { pk: `${outboxPartitions.notices}SWEEP`, sk: 'SWEEP' };
const writesAtATime = 16;

export function createNoticeSweepStore({ client, outbox }: OutboxTable, pacing: Pacing): NoticeSweepStore {
  const putIf = ({ apiKeyId, notice }: StoredNotice, guard: Guard) => {
    const command = new PutCommand({ TableName: outbox, Item: toNoticeItem(apiKeyId, notice), ...guard });
    return unlessRefused(() => client.send(command));
  };
  return {
    async readSweep() {
      const command = new GetCommand({ TableName: outbox, Key: sweepKey, ConsistentRead: true });
      const { Item } = await orUnavailable(() => client.send(command));
      return (Item?.['sweep'] as NoticeSweep | undefined) ?? null;
    },

    async writeSweep(sweep) {
      const command = new PutCommand({ TableName: outbox, Item: { ...sweepKey, sweep } });
      await orUnavailable(() => client.send(command));
    },

    async fill(notices) {
      const others: StoredNotice[] = [];
      for (const batch of inBatches(notices, maxBatch)) {
        const keys = batch.map(({ apiKeyId, notice }) => noticeKey(apiKeyId, notice.slot));
        const found = await batchGet(client, outbox, keys, { pacing, isConsistent: true });
        const known = new Map(found.map(fromNoticeItem).map((stored) => [nameOf(stored), stored]));
        const missing = batch.filter((each) => !known.has(nameOf(each)));
        for (const some of inBatches(missing, writesAtATime)) {
          await Promise.all(some.map((each) => putIf(each, absent)));
        }
        others.push(
          ...batch
            .map((each) => [each, known.get(nameOf(each))] as const)
            .flatMap(([{ notice }, stored]) =>
              stored === undefined || stored.notice.moment === notice.moment ? [] : [stored],
            ),
        );
      }
      return others;
    },

    async replace({ apiKeyId, notice: former }, notice) {
      await putIf({ apiKeyId, notice }, isNotice(former));
    },
  };
}

function nameOf({ apiKeyId, notice }: StoredNotice): string {
  return `${apiKeyId} ${notice.slot}`;
}
