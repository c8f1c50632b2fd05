import { createHash } from 'node:crypto';
import type { StreamRecord } from './stream-record.ts';
import type { TableStream } from './table-stream.ts';

/**
 * Half of a shard of the engine. The engine has one shard per table; a table on AWS has several, whose records reach
 * a function in parallel, only those of one partition key in order. So each half is delivered by itself.
 */
export interface HalfShard {
  readonly shardId: string;
  readonly half: 0 | 1;
  /** What its progress is kept under. */
  readonly name: string;
}

export function halvesOf(shardId: string): HalfShard[] {
  return ([0, 1] as const).map((half) => ({ shardId, half, name: `${shardId}#${half}` }));
}

/** Whether a record belongs to the half: so do all of its item, and of its partition. */
export function isOf({ half }: HalfShard, { dynamodb }: StreamRecord, stream: TableStream): boolean {
  const value = JSON.stringify(dynamodb.Keys?.[stream.partitionKey] ?? null);
  return (createHash('sha256').update(value).digest()[0] ?? 0) % 2 === half;
}
