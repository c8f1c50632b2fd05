import type { ApiKeyId } from '../contract/brands.ts';
import { limiterKey } from '../contract/credential-items.ts';
import type { BucketTime } from './bucket.ts';
import type { UpdateInput } from './dynamodb/update.ts';

/** A bucket is full again a minute after its last call; an hour leaves room for clocks that differ. */
const lifetimeSeconds = 3_600n;
const nsPerSecond = 1_000_000_000n;

const names = { '#tat': 'tat', '#ttl': 'ttl' };
const number = (value: bigint) => ({ N: String(value) });
const ttlAfter = (nowNs: bigint) => number(nowNs / nsPerSecond + lifetimeSeconds);

/** Takes a call from a bucket of which nothing is in use; see `LimiterStore`. */
export function updateOfFull(apiKeyId: ApiKeyId, { nowNs, costNs }: BucketTime): UpdateInput {
  return {
    pk: limiterKey(apiKeyId).pk,
    expression: 'SET #tat = :next, #ttl = :ttl',
    condition: 'attribute_not_exists(#tat) OR #tat <= :now',
    names,
    values: { ':next': number(nowNs + costNs), ':now': number(nowNs), ':ttl': ttlAfter(nowNs) },
  };
}

/** Takes a call from a bucket in use; see `LimiterStore`. */
export function updateOfUsed(
  apiKeyId: ApiKeyId,
  { nowNs, costNs, latestTatNs }: BucketTime & { readonly latestTatNs: bigint },
): UpdateInput {
  return {
    pk: limiterKey(apiKeyId).pk,
    expression: 'SET #tat = #tat + :cost, #ttl = :ttl',
    condition: '#tat > :now AND #tat <= :latest',
    names,
    values: {
      ':cost': number(costNs),
      ':now': number(nowNs),
      ':latest': number(latestTatNs),
      ':ttl': ttlAfter(nowNs),
    },
  };
}
