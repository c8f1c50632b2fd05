import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ApiKeyId } from '../../contract/brands.ts';
import { attributes, keyBeginnings } from '../../contract/tables.ts';
import { isApiKeyId } from '../../domain/keys/api-key-id.ts';
import { isLastEvent } from '../../domain/keys/lifecycle.ts';
import { eventIn } from '../../store/audit-events.ts';

/**
 * The key whose last audit event was written; null for every other change.
 *
 * @throws Error where the stream does not tell what was written
 */
export function readEndedKey({ eventName, dynamodb }: DynamoDBRecord): ApiKeyId | null {
  if (
    eventName !== 'INSERT' ||
    !dynamodb?.Keys?.[attributes.sortKey]?.S?.startsWith(keyBeginnings.auditEvent)
  )
    return null;
  if (dynamodb.NewImage === undefined) throw new Error('the stream carries no new images');
  const event = eventIn(unmarshall(dynamodb.NewImage as Record<string, AttributeValue>));
  return isLastEvent(event) && isApiKeyId(event.target.id) ? event.target.id : null;
}
