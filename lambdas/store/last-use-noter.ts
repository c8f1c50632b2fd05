import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId } from '../contract/brands.ts';
import { Problem } from '../domain/problem.ts';
import { minuteMs } from '../domain/time.ts';
import type { RegistryTable } from './client.ts';
import { alive, both, type Guard } from './conditions.ts';
import { apiKeyKey } from './keys.ts';
import { type Pacing, untilSettled } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';

/**
 * Notes in a key's record when the key was used last: presented, whether it was let through or refused.
 *
 * @param usedAtMs epoch milliseconds
 */
export type NoteUse = (apiKeyId: ApiKeyId, usedAtMs: number) => Promise<void>;

/** At most one write for each minute of a key's use; so `lastUsedAt` may be that much too early. */
const intervalMs = minuteMs;
/** Keys that a container remembers. */
const maxRemembered = 10_000;

/**
 * `lastUsedAt` never goes back, is no part of the record's version, and stays with records that are there. Where
 * another container was there before, or the record has gone, nothing is written and that is no failure.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer, or transactions hold the record for too long
 */
export function createUseNoter({ client, registry }: RegistryTable, pacing: Pacing): NoteUse {
  const notedMs = new Map<ApiKeyId, number>();

  /** What the record says afterwards; `usedAtMs` where there is none, undefined where a transaction holds it. */
  async function write(apiKeyId: ApiKeyId, usedAtMs: number): Promise<number | undefined> {
    const condition = both(alive(pacing.clock.now()), usedBefore(usedAtMs - intervalMs));
    const command = new UpdateCommand({
      TableName: registry,
      Key: apiKeyKey(apiKeyId),
      UpdateExpression: 'SET lastUsedAt = :usedAt',
      ...condition,
      ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':usedAt': usedAtMs },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      await client.send(command);
      return usedAtMs;
    } catch (error) {
      if (error instanceof TransactionConflictException) return undefined;
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The low-level client's item: the document client does not translate what an error carries.
      return Number(error.Item?.['lastUsedAt']?.N ?? usedAtMs);
    }
  }

  return async (apiKeyId, usedAtMs) => {
    const noted = notedMs.get(apiKeyId);
    if (noted !== undefined && usedAtMs - noted < intervalMs) return;
    const stands = await untilSettled(pacing, () => orUnavailable(() => write(apiKeyId, usedAtMs)));
    if (stands === undefined) throw new Problem('UNAVAILABLE');
    notedMs.delete(apiKeyId);
    notedMs.set(apiKeyId, stands);
    const [oldest] = notedMs.keys();
    if (notedMs.size > maxRemembered && oldest !== undefined) notedMs.delete(oldest);
  };
}

function usedBefore(timeMs: number): Guard {
  return {
    ConditionExpression:
      'attribute_not_exists(lastUsedAt) OR attribute_type(lastUsedAt, :null) OR lastUsedAt <= :before',
    ExpressionAttributeValues: { ':before': timeMs, ':null': 'NULL' },
  };
}
