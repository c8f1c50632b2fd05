import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { type IndexName, indexes, indexKeys } from '../contract/tables.ts';
import type { ListPart } from '../domain/list-part.ts';
import type { Clock } from '../domain/ports.ts';
import { isPastTtl } from './conditions.ts';
import type { RegistryTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

/** A range of one partition of an index of the Registry table. */
export interface RegistryQuery {
  readonly index: IndexName;
  readonly partition: string;
  /** One bound of the sort key, itself excluded. */
  readonly bound?: { readonly after: string } | { readonly before: string } | undefined;
  readonly descending?: boolean;
  /** Items a round trip, at most 1 MB of them (DynamoDB). */
  readonly pageSize: number;
  /** Items of the first round trip: most readers need no second. @default - as many as of every other */
  readonly firstPageSize?: number | undefined;
}

/**
 * Reads a range page by page, lazily, without the items past their ttl; its positions are values of the index's sort
 * key. Indexes trail writes by a moment.
 */
export async function* queryPages(
  { client, registry }: RegistryTable,
  query: RegistryQuery,
  now: Clock['now'],
): AsyncGenerator<ListPart<Record<string, unknown>>> {
  const { sortKey } = indexKeys[query.index];
  const input = toInput(registry, query);
  let Limit = query.firstPageSize ?? query.pageSize;
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await orUnavailable(() =>
      client.send(new QueryCommand({ ...input, Limit, ExclusiveStartKey })),
    );
    Limit = query.pageSize;
    const end: string | null = page.LastEvaluatedKey?.[sortKey] ?? null;
    yield { items: (page.Items ?? []).filter((item) => !isPastTtl(item, now())), end };
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

function toInput(registry: string, query: RegistryQuery): QueryCommandInput {
  const { index, partition, bound, descending = false } = query;
  const { partitionKey, sortKey } = indexKeys[index];
  const range = { TableName: registry, IndexName: indexes[index], ScanIndexForward: !descending };
  if (bound === undefined) {
    return {
      ...range,
      KeyConditionExpression: '#partition = :partition',
      ExpressionAttributeNames: { '#partition': partitionKey },
      ExpressionAttributeValues: { ':partition': partition },
    };
  }
  const [comparison, text] = 'after' in bound ? ['>', bound.after] : ['<', bound.before];
  return {
    ...range,
    KeyConditionExpression: `#partition = :partition AND #sort ${comparison} :bound`,
    ExpressionAttributeNames: { '#partition': partitionKey, '#sort': sortKey },
    ExpressionAttributeValues: { ':partition': partition, ':bound': text },
  };
}
