import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { registryPartitions } from '../contract/tables.ts';
import type { RegistryTable } from './client.ts';
import { getItem } from './get-item.ts';
import { webhookCountKey, webhookPointers, webhooksForAll } from './keys.ts';
import { orUnavailable } from './unavailable.ts';
import { fromSubscriptionItem, type SubscriptionFields } from './webhook-item.ts';

/** Which endpoints there are to be told of events, strongly consistent. */
export interface SubscriptionReader {
  /** Whether the deployment has any endpoint. */
  hasAny(): Promise<boolean>;
  /** Those of a user, with either scope; of an earlier user of the same id too, as long as they are not removed. */
  ofUser(userId: string): Promise<SubscriptionFields[]>;
  /** Those that are told of all events. */
  forAll(): Promise<SubscriptionFields[]>;
}

export function createSubscriptionReader(table: RegistryTable): SubscriptionReader {
  return {
    async hasAny() {
      const count = await getItem(table, webhookCountKey);
      return Number(count?.['endpoints'] ?? 0) > 0;
    },
    ofUser: (userId) => readPointers(table, `${registryPartitions.user}${userId}`),
    forAll: () => readPointers(table, webhooksForAll),
  };
}

async function readPointers({ client, registry }: RegistryTable, pk: string): Promise<SubscriptionFields[]> {
  const found: SubscriptionFields[] = [];
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const command = new QueryCommand({
      TableName: registry,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :pointers)',
      ExpressionAttributeValues: { ':pk': pk, ':pointers': webhookPointers },
      ConsistentRead: true,
      ExclusiveStartKey,
    });
    const page = await orUnavailable(() => client.send(command));
    found.push(...(page.Items ?? []).map(fromSubscriptionItem));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}
