import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { EpochSeconds } from '../contract/brands.ts';
import { tallyItems } from '../contract/tally-items.ts';
import type { Clock } from '../domain/ports.ts';
import type { Period } from '../domain/usage/period.ts';
import type { UsageTable } from './client.ts';
import type { ReadingAllowance } from './reading-allowance.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';
import { queryUsage } from './usage-pages.ts';

/** A period of which something was recorded since it was counted. */
export interface DuePeriod {
  readonly period: Period;
  /** Other, each time that it becomes due again. */
  readonly stamp: string;
}

const partition = `${tallyItems.due}PERIOD`;
const leaseKey = { pk: `${tallyItems.due}LEASE`, sk: 'LEASE' } as const;

/** What has to be there first: whatever makes the period due. */
export async function markDue(
  { client, usage }: UsageTable,
  { period, stamp }: DuePeriod,
  ttl: EpochSeconds,
): Promise<void> {
  const Item = { pk: partition, sk: period, stamp, ttl };
  await orUnavailable(() => client.send(new PutCommand({ TableName: usage, Item })));
}

export async function readDue(
  table: UsageTable,
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<DuePeriod[]> {
  const items = await queryUsage(table, { pk: partition }, allowance, now);
  return items.map(({ sk, stamp }) => ({ period: String(sk), stamp: String(stamp) }));
}

/** The period has been counted, unless it has become due again meanwhile. */
export async function clearDue({ client, usage }: UsageTable, { period, stamp }: DuePeriod): Promise<void> {
  const command = new DeleteCommand({
    TableName: usage,
    Key: { pk: partition, sk: period },
    ConditionExpression: '#stamp = :stamp',
    ExpressionAttributeNames: { '#stamp': 'stamp' },
    ExpressionAttributeValues: { ':stamp': stamp },
  });
  await unlessRefused(() => client.send(command));
}

/** True for one caller in so many milliseconds: one counts for all. */
export async function takeLease({ client, usage }: UsageTable, nowMs: number, ms: number): Promise<boolean> {
  const command = new UpdateCommand({
    TableName: usage,
    Key: leaseKey,
    UpdateExpression: 'SET #until = :until',
    ConditionExpression: 'attribute_not_exists(#until) OR #until <= :now',
    ExpressionAttributeNames: { '#until': 'until' },
    ExpressionAttributeValues: { ':until': nowMs + ms, ':now': nowMs },
  });
  return unlessRefused(() => client.send(command));
}
