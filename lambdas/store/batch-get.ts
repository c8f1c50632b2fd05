import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Pacing, untilSettled } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';

/** Items of one round trip (BatchGetItem). */
export const maxBatch = 100;

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export interface BatchGetOptions {
  /** What waiting goes by, where DynamoDB is short of capacity. */
  readonly pacing: Pacing;
  readonly isConsistent: boolean;
}

/**
 * Items of a table, those that there are, in any order.
 *
 * @param keys different ones, `maxBatch` at most
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer, or not all of it
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly ItemKey[],
  { pacing, isConsistent: ConsistentRead }: BatchGetOptions,
): Promise<Record<string, unknown>[]> {
  if (keys.length === 0) return [];
  const items: Record<string, unknown>[] = [];
  let Keys = [...keys];
  return await untilSettled(pacing, async () => {
    const command = new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead } } });
    const { Responses, UnprocessedKeys } = await orUnavailable(() => client.send(command));
    items.push(...(Responses?.[table] ?? []));
    Keys = (UnprocessedKeys?.[table]?.Keys ?? []) as ItemKey[];
    return Keys.length === 0 ? items : undefined;
  });
}
