import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { attributes } from '../../../lambdas/contract/tables.ts';
import type { Tables } from '../../../lambdas/store/client.ts';
import { inLanes } from './lanes.ts';

type Item = Readonly<Record<string, unknown>>;

/** Keys that one BatchGetItem takes (DynamoDB). */
const batchSize = 100;
const lanes = 8;

/**
 * Puts items into a table that has them not, each by itself.
 *
 * @param isApplied false to count them only
 * @returns how many the table lacked
 */
export async function fillMissing(
  client: Tables['client'],
  table: string,
  items: readonly Item[],
  isApplied: boolean,
): Promise<number> {
  const missing = await findMissing(client, table, items);
  if (isApplied) await inLanes(missing, lanes, (item) => putIfAbsent(client, table, item));
  return missing.length;
}

/** Those of the items whose keys the table has not. */
export async function findMissing(
  client: Tables['client'],
  table: string,
  items: readonly Item[],
): Promise<Item[]> {
  const batches = Array.from({ length: Math.ceil(items.length / batchSize) }, (_, at) =>
    items.slice(at * batchSize, (at + 1) * batchSize),
  );
  const missing: Item[] = [];
  await inLanes(batches, lanes, async (batch) => {
    missing.push(...(await missingOf(client, table, batch)));
  });
  return missing;
}

async function missingOf(client: Tables['client'], table: string, batch: readonly Item[]): Promise<Item[]> {
  const { partitionKey, sortKey } = attributes;
  const nameOf = (item: Item) => JSON.stringify([item[partitionKey], item[sortKey]]);
  const byName = new Map(batch.map((item) => [nameOf(item), item]));
  let Keys = [...byName.values()].map((item) => ({
    [partitionKey]: item[partitionKey],
    [sortKey]: item[sortKey],
  }));
  while (Keys.length > 0) {
    const names = { '#pk': partitionKey, '#sk': sortKey };
    const request = {
      Keys,
      ConsistentRead: true,
      ProjectionExpression: '#pk, #sk',
      ExpressionAttributeNames: names,
    };
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: request } }));
    for (const item of answer.Responses?.[table] ?? []) byName.delete(nameOf(item));
    Keys = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as typeof Keys;
  }
  return [...byName.values()];
}

async function putIfAbsent(client: Tables['client'], TableName: string, Item: Item): Promise<void> {
  const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
  try {
    await client.send(new PutCommand({ TableName, Item: { ...Item }, ...condition }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
