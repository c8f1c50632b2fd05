import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEvent } from '../domain/audit/audit.ts';
import { dayMs, ttlAt } from '../domain/time.ts';
import type { OutboxTable } from './client.ts';
import { absent } from './conditions.ts';
import { inParallel } from './in-parallel.ts';
import { eventKey } from './outbox-keys.ts';
import { unlessRefused } from './unless-refused.ts';

/** Longer than the stream of the table keeps the insertion. */
const keptMs = 2 * dayMs;
const putsAtOnce = 25;

/**
 * Hands events over to be told, each once: those that are there already stay as they are.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer; some may have been handed over then
 */
export type HandOver = (events: readonly AuditEvent[], now: number) => Promise<void>;

export function createEventOutbox({ client, outbox }: OutboxTable): HandOver {
  return async (events, now) => {
    await inParallel(events, putsAtOnce, async (event) => {
      const Item = { ...eventKey(event.eventId), event, ttl: ttlAt(now + keptMs) };
      await unlessRefused(() => client.send(new PutCommand({ TableName: outbox, Item, ...absent })));
    });
  };
}
