import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId } from '../contract/brands.ts';
import { lastUseKey } from '../contract/last-use-item.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { Clock } from '../domain/ports.ts';
import { dayMs, ttlAt } from '../domain/time.ts';
import type { UsageTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

/**
 * Forgets when a key was used that has ended for good. A usage line of its last calls may still be on its way: until
 * none can be, the item stays as a mark that nothing is noted of the key any more.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type ForgetUse = (apiKeyId: ApiKeyId) => Promise<void>;

/**
 * CloudWatch Logs tries to deliver a line for a day, Lambda for six hours. Then it waits for as long as usage is kept,
 * in a bucket whose objects S3 removes at the end of a day.
 */
const deliveryDays = 3;

export function createUseForgetter(
  { client, usage }: UsageTable,
  { usageRetentionDays }: Pick<DeploymentSettings, 'usageRetentionDays'>,
  now: Clock['now'],
): ForgetUse {
  return async (apiKeyId) => {
    const ttl = ttlAt(now() + (usageRetentionDays + deliveryDays) * dayMs);
    const Item = { ...lastUseKey(apiKeyId), ttl };
    await orUnavailable(() => client.send(new PutCommand({ TableName: usage, Item })));
  };
}
