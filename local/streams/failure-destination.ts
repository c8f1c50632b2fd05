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
  const now = new Date().toISOString();
  const key = failureKey(`${givenUp.mappingId}/${givenUp.shardId}`, now);
  await bucket.put(key, JSON.stringify(failureRecord(givenUp, now)));
}

function failureRecord(givenUp: GivenUp, now: string): object {
  const { records } = givenUp;
  const [first, last] = [records[0] as StreamRecord, records.at(-1) as StreamRecord];
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: givenUp.functionArn,
      condition: givenUp.reason,
      approximateInvokeCount: givenUp.invokeCount,
    },
    ...(givenUp.invokeCount > 0 && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    }),
    version: '1.0',
    timestamp: now,
    DDBStreamBatchInfo: {
      shardId: givenUp.shardId,
      startSequenceNumber: first.dynamodb.SequenceNumber,
      endSequenceNumber: last.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: new Date(createdAtMs(first)).toISOString(),
      approximateArrivalOfLastRecord: new Date(createdAtMs(last)).toISOString(),
      batchSize: records.length,
      streamArn: givenUp.streamArn,
    },
    payload: JSON.stringify({ Records: records }),
  };
}
