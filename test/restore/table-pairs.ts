import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Tables } from '../../lambdas/store/client.ts';

type Item = Record<string, unknown>;

/** Every item of a table, page after page: what is changed meanwhile is read before or after. */
export async function itemsOf({ client }: Tables, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey, Limit: 50 }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

/** Copies both tables, as point-in-time recovery does: into tables of their own. */
export async function copyTables(from: Tables, to: Tables): Promise<void> {
  const both = [
    [from.registry, to.registry],
    [from.credentials, to.credentials],
  ] as const;
  const read = await Promise.all(both.map(([table]) => itemsOf(from, table)));
  for (const [at, [, table]] of both.entries()) {
    const items = read[at] ?? [];
    for (let first = 0; first < items.length; first += 25) {
      const requests = items.slice(first, first + 25).map((Item) => ({ PutRequest: { Item } }));
      await to.client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
    }
  }
}
