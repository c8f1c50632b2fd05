import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { apiKeySortKey, attributes, ttlIdentity } from '../../contract/tables.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import { fromItem } from '../../store/api-key-item.ts';

/**
 * The key whose record DynamoDB has removed for its ttl; null for every other change.
 *
 * @throws Error where the stream does not tell what was removed
 */
export function readRemovedKey({ eventName, userIdentity, dynamodb }: DynamoDBRecord): ApiKey | null {
  const identity = userIdentity as Partial<typeof ttlIdentity> | undefined;
  const isByTtl =
    eventName === 'REMOVE' &&
    identity?.type === ttlIdentity.type &&
    identity.principalId === ttlIdentity.principalId;
  if (!isByTtl || dynamodb?.Keys?.[attributes.sortKey]?.S !== apiKeySortKey) return null;
  if (dynamodb.OldImage === undefined) throw new Error('the stream carries no old images');
  return fromItem(unmarshall(dynamodb.OldImage as Record<string, AttributeValue>));
}
