import type { _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { region } from '../aws.ts';
import { isExpired } from '../dynamodb/expiry.ts';
import type { TableStream } from './table-stream.ts';

/** A record of a stream that has a place in it. */
export type StreamRecord = DynamoDBRecord & { readonly dynamodb: { readonly SequenceNumber: string } };

/** How DynamoDB names itself in the records of what TTL removed. */
const ttlIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/**
 * The record as Lambda hands it to a function: binary values in base64, the time in seconds, the region and
 * ARN that the templates know.
 *
 * The engine does not say which removals are TTL's, since the laptop removes by ordinary calls. So every removal of
 * an item that was past its time counts as TTL's. What differs from AWS: there, such an item may also be removed by
 * a caller, and the record then names nobody.
 */
export function toLambdaRecord(
  record: SdkRecord,
  { streamArn, ttlAttribute }: Pick<TableStream, 'streamArn' | 'ttlAttribute'>,
): StreamRecord {
  const { dynamodb = {}, eventName = 'MODIFY', userIdentity } = record;
  const { ApproximateCreationDateTime: createdAt = new Date(), OldImage: old } = dynamodb;
  const createdAtSeconds = Math.floor(createdAt.getTime() / 1000);
  const ttl = ttlAttribute === null ? undefined : old?.[ttlAttribute]?.N;
  const isByTtl = eventName === 'REMOVE' && isExpired(ttl, createdAtSeconds);
  return {
    eventID: record.eventID ?? '',
    eventName,
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ...(base64Binaries(dynamodb) as object),
      ApproximateCreationDateTime: createdAtSeconds,
      SequenceNumber: dynamodb.SequenceNumber ?? '',
    },
    eventSourceARN: streamArn,
    // Lambda keeps the service's lower-case names here.
    ...(userIdentity !== undefined && {
      userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId },
    }),
    ...(isByTtl && { userIdentity: ttlIdentity }),
  };
}

export function createdAtMs(record: StreamRecord): number {
  return (record.dynamodb.ApproximateCreationDateTime ?? 0) * 1000;
}

/** The value with its binaries as text, as Lambda writes them in JSON. */
function base64Binaries(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(base64Binaries);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, base64Binaries(item)]));
}
