import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { inBatches } from '../domain/batches.ts';
import { type Pacing, untilSettled } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';

/** Items of one round trip (BatchWriteItem). */
const maxBatch = 25;

type Item = Readonly<Record<string, unknown>>;

/**
 * Puts items into a table, whatever stood there before.
 *
 * @param items with different keys
 * @param pacing what waiting goes by, where DynamoDB is short of capacity
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer, or has not taken all; some may have been put then
 */
export async function batchPut(
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
  pacing: Pacing,
): Promise<void> {
  for (const batch of inBatches(items, maxBatch)) {
    let rest = batch.map((each) => ({ PutRequest: { Item: { ...each } } }));
    await untilSettled(pacing, async () => {
      const command = new BatchWriteCommand({ RequestItems: { [table]: rest } });
      const { UnprocessedItems } = await orUnavailable(() => client.send(command));
      rest = (UnprocessedItems?.[table] ?? []) as typeof rest;
      return rest.length === 0 ? true : undefined;
    });
  }
}
