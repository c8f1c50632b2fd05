import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId } from '../contract/brands.ts';
import { outboxPartitions } from '../contract/outbox-items.ts';
import { inBatches } from '../domain/batches.ts';
import type { DueNotice } from '../domain/webhooks/notices.ts';
import type { NoticeSweep } from '../domain/webhooks/notice-sweep.ts';
import { batchGet, maxBatch } from './batch-get.ts';
import type { OutboxTable } from './client.ts';
import { absent } from './conditions.ts';
import { toNoticeItem } from './due-notices.ts';
import type { Pacing } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';

/** Notices of keys that none were planned for. */
export interface NoticeSweepStore {
  /** Null where there was no search yet. */
  readSweep(): Promise<NoticeSweep | null>;
  writeSweep(sweep: NoticeSweep): Promise<void>;
  /** Stores those of the notices of which there are none under the same name; the others stay as they are. */
  fill(notices: readonly (readonly [ApiKeyId, DueNotice])[]): Promise<void>;
}

/** No key has this id. */
const sweepKey = { pk: `${outboxPartitions.notices}SWEEP`, sk: 'SWEEP' };
const writesAtATime = 16;

export function createNoticeSweepStore({ client, outbox }: OutboxTable, pacing: Pacing): NoticeSweepStore {
  const putIfAbsent = (item: object) => {
    const command = new PutCommand({ TableName: outbox, Item: { ...item }, ...absent });
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
      const items = notices.map(([id, notice]) => toNoticeItem(id, notice));
      const nameOf = ({ pk, sk }: Readonly<Record<string, unknown>>) => JSON.stringify([pk, sk]);
      for (const batch of inBatches(items, maxBatch)) {
        const keys = batch.map(({ pk, sk }) => ({ pk, sk }));
        const found = await batchGet(client, outbox, keys, { pacing, isConsistent: true });
        const names = new Set(found.map(nameOf));
        const missing = batch.filter((item) => !names.has(nameOf(item)));
        for (const some of inBatches(missing, writesAtATime)) await Promise.all(some.map(putIfAbsent));
      }
    },
  };
}
