import { randomUUID } from 'node:crypto';
import { failureKey } from '../functions/failure-key.ts';
import type { Bucket } from '../storage/buckets.ts';
import type { DiscardReason } from './batch-delivery.ts';
import { createdAtMs, type StreamRecord } from './stream-record.ts';

/** The circumstances of records that are given up. */
export interface GivenUp {
  readonly mappingId: string;
  readonly shardId: string;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly records: readonly StreamRecord[];
  readonly reason: DiscardReason;
  readonly invokeCount: number;
}

/** Writes what Lambda writes to an S3 on-failure destination: the circumstances and the whole event. */
export async function writeToBucket(bucket: Bucket, givenUp: GivenUp): Promise<void> {
  const { mappingId, shardId, streamArn, functionArn, records, reason, invokeCount } = givenUp;
  const [first, last] = [records.at(0), records.at(-1)];
  if (first === undefined || last === undefined) return;
  const timestamp = new Date().toISOString();
  const record = {
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition: reason,
      approximateInvokeCount: invokeCount,
    },
    ...(invokeCount > 0 && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    }),
    version: '1.0',
    timestamp,
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: new Date(createdAtMs(first)).toISOString(),
      approximateArrivalOfLastRecord: new Date(createdAtMs(last)).toISOString(),
      batchSize: records.length,
      streamArn,
    },
    payload: JSON.stringify({ Records: records }),
  };
  await bucket.put(failureKey(`${mappingId}/${shardId}`, timestamp), JSON.stringify(record));
}
