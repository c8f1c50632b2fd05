import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { tallyItems } from '../contract/tally-items.ts';
import type { EpochSeconds } from '../contract/brands.ts';
import type { Clock } from '../domain/ports.ts';
import type { Period } from '../domain/usage/period.ts';
import type { CallKind, UsageSlice } from '../domain/usage/usage-slice.ts';
import type { UsageTable } from './client.ts';
import { absent } from './conditions.ts';
import { packLines, unpackLines } from './packed-usage.ts';
import type { ReadingAllowance } from './reading-allowance.ts';
import { unlessRefused } from './unless-refused.ts';
import { queryUsage } from './usage-pages.ts';

/** Partitions of a minute, 1,000 writes a second each: one for each delivery. */
export const sliceShards = 8;

const partitionOf = (minute: Period, shard: number) => `${tallyItems.slices}${minute}#${shard}`;

/** @throws what DynamoDB answers, but for a slice that is there already: then there is nothing left to do */
export async function putSlice(
  { client, usage }: UsageTable,
  { minute, name, kinds, lines }: UsageSlice,
  ttl: EpochSeconds,
): Promise<void> {
  const pk = partitionOf(minute, Number.parseInt(name.slice(0, 1), 16) % sliceShards);
  const Item = { pk, sk: name, kinds, lines: packLines(lines), ttl };
  await unlessRefused(() => client.send(new PutCommand({ TableName: usage, Item, ...absent })));
}

/** All slices of a minute. */
export async function readSlices(
  table: UsageTable,
  minute: Period,
  allowance: ReadingAllowance,
  now: Clock['now'],
): Promise<UsageSlice[]> {
  const partitions = Array.from({ length: sliceShards }, (_, shard) => ({ pk: partitionOf(minute, shard) }));
  const found = await Promise.all(
    partitions.map((partition) => queryUsage(table, partition, allowance, now)),
  );
  return found.flat().map(({ sk, kinds, lines }) => ({
    minute,
    name: String(sk),
    kinds: kinds as CallKind[],
    lines: unpackLines(lines as Uint8Array),
  }));
}
