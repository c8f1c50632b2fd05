import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { userEnding } from '../../contract/audit-actions.ts';
import { attributes, keyBeginnings } from '../../contract/tables.ts';
import { eventIn } from '../../store/audit-events.ts';

/**
 * The userId whose deletion was written; null for every other change.
 *
 * @throws Error where the stream does not tell what was written
 */
export function readDeletedUser({ eventName, dynamodb }: DynamoDBRecord): string | null {
  const isEvent = dynamodb?.Keys?.[attributes.sortKey]?.S?.startsWith(keyBeginnings.auditEvent) === true;
  if (eventName !== 'INSERT' || !isEvent) return null;
  if (dynamodb.NewImage === undefined) throw new Error('the stream carries no new images');
  const { action, target } = eventIn(unmarshall(dynamodb.NewImage as Record<string, AttributeValue>));
  return action === userEnding ? target.id : null;
}
