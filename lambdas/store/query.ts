import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../domain/ports.ts';
import { isPastTtl } from './conditions.ts';
import type { RegistryTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

/** A range of one partition of an index of the Registry table. */
export interface RegistryQuery {
  readonly index: string;
  readonly partition: readonly [attribute: string, value: string];
  /** One bound of the sort key, itself excluded. */
  readonly sort?: { readonly attribute: string } & ({ readonly after: string } | { readonly before: string });
  readonly descending?: boolean;
  /** Items a round trip, at most 1 MB of them (DynamoDB). */
  readonly pageSize: number;
  /** Items of the first round trip: most readers need no second. @default - as many as of every other */
  readonly firstPageSize?: number | undefined;
}

/** Reads a range page by page, lazily, without the items past their ttl. Indexes trail writes by a moment. */
export async function* queryPages(
  { client, registry }: RegistryTable,
  query: RegistryQuery,
  now: Clock['now'],
): AsyncGenerator<Record<string, unknown>[]> {
  const input = toInput(registry, query);
  let Limit = query.firstPageSize ?? query.pageSize;
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await orUnavailable(() =>
      client.send(new QueryCommand({ ...input, Limit, ExclusiveStartKey })),
    );
    Limit = query.pageSize;
    yield (page.Items ?? []).filter((item) => !isPastTtl(item, now()));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

function toInput(registry: string, query: RegistryQuery): QueryCommandInput {
  const { index, partition, sort, descending = false } = query;
  const conditions = ['#partition = :partition'];
  const values: Record<string, string> = { ':partition': partition[1] };
  if (sort !== undefined && 'after' in sort) {
    conditions.push('#sort > :bound');
    values[':bound'] = sort.after;
  } else if (sort !== undefined && 'before' in sort) {
    conditions.push('#sort < :bound');
    values[':bound'] = sort.before;
  }
  return {
    TableName: registry,
    IndexName: index,
    KeyConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: {
      '#partition': partition[0],
      ...(sort === undefined ? {} : { '#sort': sort.attribute }),
    },
    ExpressionAttributeValues: values,
    ScanIndexForward: !descending,
  };
}
