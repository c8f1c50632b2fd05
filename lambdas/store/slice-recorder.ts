import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { countedSinceKey } from '../contract/tally-items.ts';
import type { Clock } from '../domain/ports.ts';
import { minuteMs } from '../domain/time.ts';
import { endOfPeriod, type Period } from '../domain/usage/period.ts';
import type { UsageSlice } from '../domain/usage/usage-slice.ts';
import type { UsageTable } from './client.ts';
import { markDue } from './due-periods.ts';
import { unlessRefused } from './unless-refused.ts';
import { putSlice } from './usage-slices.ts';
import { keptUntil } from './usage-ttl.ts';

/**
 * Writes a slice where it is not there yet, and has its minute counted.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type RecordSlice = (slice: UsageSlice) => Promise<void>;

/**
 * So long after the end of a minute a mark that was made before still stands: it is counted a minute later at the
 * earliest (`settlingMs`), which is more than clocks of Lambda differ.
 */
const markStandsMs = minuteMs;

export function createSliceRecorder(
  table: UsageTable,
  { usageRetentionDays }: { readonly usageRetentionDays: number },
  { now, newStamp }: { readonly now: Clock['now']; readonly newStamp: () => string },
): RecordSlice {
  const marked = new Set<Period>();
  let isBegun = false;

  return async (slice) => {
    const { minute } = slice;
    const ttl = keptUntil(minute, usageRetentionDays);
    if (!isBegun) await noteCountedSince(table, now());
    isBegun = true;
    await putSlice(table, slice, ttl);
    for (const each of marked) if (!stands(each, now())) marked.delete(each);
    if (marked.has(minute)) return;
    await markDue(table, { period: minute, stamp: newStamp() }, ttl);
    if (stands(minute, now())) marked.add(minute);
  };
}

function stands(minute: Period, nowMs: number): boolean {
  return nowMs < endOfPeriod(minute) + markStandsMs;
}

/**
 * Notes since when calls of all keys are counted: those that a former version recorded are not. What is noted as earlier
 * stays.
 *
 * @param since milliseconds since the epoch
 */
export async function noteCountedSince({ client, usage }: UsageTable, since: number): Promise<void> {
  const command = new PutCommand({
    TableName: usage,
    Item: { ...countedSinceKey, since },
    ConditionExpression: 'attribute_not_exists(pk) OR #since > :since',
    ExpressionAttributeNames: { '#since': 'since' },
    ExpressionAttributeValues: { ':since': since },
  });
  await unlessRefused(() => client.send(command));
}
