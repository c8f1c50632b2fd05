import { type FirstAnswer, replayableMs } from '../domain/keys/idempotency.ts';
import { ttlAt } from '../domain/time.ts';
import type { Clock } from '../domain/ports.ts';
import type { RegistryTable } from './client.ts';
import { absentOrPastTtl, isPastTtl } from './conditions.ts';
import { getItem } from './get-item.ts';
import { firstAnswerKey } from './keys.ts';
import type { Write } from './transaction.ts';
import { put } from './writes.ts';

/** First answers to requests that their callers have named. */
export interface FirstAnswerReader {
  /** Strongly consistent; null where none was given within the last day. */
  find(attemptId: string): Promise<FirstAnswer | null>;
}

export function createFirstAnswerReader(table: RegistryTable, now: Clock['now']): FirstAnswerReader {
  return {
    async find(attemptId) {
      const item = await getItem(table, firstAnswerKey(attemptId));
      if (item === null || isPastTtl(item, now())) return null;
      return { id: attemptId, ...(JSON.parse(String(item['answer'])) as Omit<FirstAnswer, 'id'>) };
    },
  };
}

/** The write of an answer, for the transaction of what it tells: so one of simultaneous attempts does it, and no other. */
export function putFirstAnswer(
  { registry }: RegistryTable,
  { id, ...answer }: FirstAnswer,
  nowMs: number,
): Write<'first answer'> {
  const ttl = ttlAt(nowMs + replayableMs);
  // As text, since a map would come back with its members in another order.
  const item = { ...firstAnswerKey(id), answer: JSON.stringify(answer), ttl };
  return put('first answer', registry, item, absentOrPastTtl(nowMs));
}
