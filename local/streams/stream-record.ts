import type { _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { region } from '../aws.ts';
import { isExpired } from '../dynamodb/expiry.ts';
import { isRecord } from '../json.ts';
import type { TableStream } from './table-stream.ts';

/** A record with its place in the stream. */
export type StreamRecord = DynamoDBRecord & { readonly dynamodb: { readonly SequenceNumber: string } };

/** How DynamoDB names itself in the records of what TTL removed. */
const ttlIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/**
 * The record as Lambda hands it to a function: with binary values in base64, the time in seconds, and the region and
 * ARN of the templates.
 *
 * Every removal of an item that was past its time counts as TTL's. The engine does not know better, since the laptop
 * removes expired items by ordinary calls. This differs from AWS where a caller removes such an item: there, the
 * record names nobody.
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
      ...withBase64(dynamodb),
      ApproximateCreationDateTime: createdAtSeconds,
      SequenceNumber: dynamodb.SequenceNumber ?? '',
    },
    eventSourceARN: streamArn,
    // Unlike the SDK, Lambda writes these names in lower case.
    ...(userIdentity !== undefined && {
      userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId },
    }),
    ...(isByTtl && { userIdentity: ttlIdentity }),
  };
}

export function createdAtMs(record: StreamRecord): number {
  return (record.dynamodb.ApproximateCreationDateTime ?? 0) * 1000;
}

/** The object with its binaries as text, as Lambda writes them in JSON. */
function withBase64(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, base64Binaries(item)]));
}

function base64Binaries(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(base64Binaries);
  return isRecord(value) ? withBase64(value) : value;
}
