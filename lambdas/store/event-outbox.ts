import type { AuditEvent } from '../domain/audit/audit.ts';
import { dayMs, ttlAt } from '../domain/time.ts';
import { batchPut } from './batch-put.ts';
import type { OutboxTable } from './client.ts';
import { eventKey } from './outbox-keys.ts';
import type { Pacing } from './transaction.ts';

/** Longer than the stream of the table keeps the insertion. */
const keptMs = 2 * dayMs;

/**
 * Hands events over to be told, each once: one that is there already is written again, and what is no insertion goes no further.
 *
 * @param events different ones
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer; some may have been handed over then
 */
export type HandOver = (events: readonly AuditEvent[], now: number) => Promise<void>;

export function createEventOutbox({ client, outbox }: OutboxTable, pacing: Pacing): HandOver {
  return async (events, now) => {
    const ttl = ttlAt(now + keptMs);
    const items = events.map((event) => ({ ...eventKey(event.eventId), event, ttl }));
    await batchPut(client, outbox, items, pacing);
  };
}
