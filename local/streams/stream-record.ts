import type { _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';

/** A record of a stream that has a place in it. */
export type StreamRecord = DynamoDBRecord & { readonly dynamodb: { readonly SequenceNumber: string } };

/**
 * The record as Lambda hands it to a function: binary values in base64, the time in seconds, the region and
 * ARN that the templates know.
 */
export function toLambdaRecord(record: SdkRecord, streamArn: string): StreamRecord {
  const { dynamodb } = record;
  const { ApproximateCreationDateTime: createdAt, ...change } = dynamodb ?? {};
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? 'MODIFY',
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ...(base64Binaries(change) as object),
      ApproximateCreationDateTime: Math.floor((createdAt?.getTime() ?? Date.now()) / 1000),
      SequenceNumber: dynamodb?.SequenceNumber ?? '',
    },
    eventSourceARN: streamArn,
    // Lambda keeps the service's lower-case names here.
    ...(record.userIdentity !== undefined && {
      userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId },
    }),
  };
}

export function createdAtMs(record: StreamRecord): number {
  return (record.dynamodb.ApproximateCreationDateTime ?? 0) * 1000;
}

/** The value with its binaries as text, as Lambda writes them in JSON. */
export function base64Binaries(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(base64Binaries);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, base64Binaries(item)]));
}
