import type { ApiKeyId } from '../contract/brands.ts';
import { dueShards, outboxPartitions } from '../contract/outbox-items.ts';
import { dayMs, ttlAt } from '../domain/time.ts';
import type { DueNotice } from '../domain/webhooks/notices.ts';
import type { ItemKey } from './batch-get.ts';
import type { OutboxTable } from './client.ts';
import type { Guard } from './conditions.ts';
import { dueAttributes } from './due-items.ts';
import type { Write } from './transaction.ts';
import { put } from './writes.ts';

/** A clock that stands still for longer gives no notices any more. */
const keptDays = 30;

/** One notice of a key that is to come, as Outbox holds it. */
export interface StoredNotice {
  readonly apiKeyId: ApiKeyId;
  readonly notice: DueNotice;
}

export const noticeKey = (apiKeyId: ApiKeyId, slot: string): ItemKey & Readonly<Record<string, string>> => ({
  pk: `${outboxPartitions.notices}${apiKeyId}`,
  sk: slot,
});

export function toNoticeItem(apiKeyId: ApiKeyId, notice: DueNotice): ItemKey & Record<string, unknown> {
  const { slot, dueAt } = notice;
  return {
    ...noticeKey(apiKeyId, slot),
    apiKeyId,
    notice,
    ...dueAttributes(dueShards.notices, apiKeyId, dueAt),
    ttl: ttlAt(dueAt + keptDays * dayMs),
  };
}

/** Reads an item back; it was written by `toNoticeItem`. */
export function fromNoticeItem(item: Readonly<Record<string, unknown>>): StoredNotice {
  return { apiKeyId: item['apiKeyId'] as ApiKeyId, notice: item['notice'] as DueNotice };
}

/** The writes of a key's notices, for the transaction of the change that makes them due. */
export function putNotices(
  { outbox }: OutboxTable,
  apiKeyId: ApiKeyId,
  notices: readonly DueNotice[],
): Write<'record'>[] {
  return notices.map((notice) => put('record', outbox, toNoticeItem(apiKeyId, notice)));
}

/** The item is of this notice: another under the same name has another time, or is about another moment. */
export function isNotice({ dueAt, moment }: DueNotice): Guard {
  return {
    ConditionExpression: '#notice.#dueAt = :dueAt AND #notice.#moment = :moment',
    ExpressionAttributeNames: { '#notice': 'notice', '#dueAt': 'dueAt', '#moment': 'moment' },
    ExpressionAttributeValues: { ':dueAt': dueAt, ':moment': moment },
  };
}
