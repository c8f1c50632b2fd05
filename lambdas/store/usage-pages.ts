import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../domain/ports.ts';
import type { UsageTable } from './client.ts';
import { isPastTtl } from './conditions.ts';
import type { ReadingAllowance } from './reading-allowance.ts';
import { orUnavailable } from './unavailable.ts';

/** Items of one partition of the Usage table. */
export interface UsagePartition {
  readonly pk: string;
  /** Bounds of the sort key, both included. @default - the whole partition */
  readonly between?: readonly [string, string];
}

/** Reads a partition, strongly consistent, without the items that are past their ttl. */
export async function queryUsage(
  { client, usage }: UsageTable,
  { pk, between }: UsagePartition,
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const command: QueryCommand = new QueryCommand({
      TableName: usage,
      KeyConditionExpression: between === undefined ? 'pk = :pk' : 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': pk,
        ...(between === undefined ? {} : { ':from': between[0], ':to': between[1] }),
      },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const page = await orUnavailable(() => client.send(command));
    // An empty partition costs next to nothing, and time is bounded as well.
    if (ExclusiveStartKey !== undefined || (page.Items ?? []).length > 0) allowance.spend();
    for (const item of page.Items ?? []) if (!isPastTtl(item, now())) items.push(item);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}
