import type { ApiKeyId } from '../contract/brands.ts';
import { limiterKey } from '../contract/credential-items.ts';
import type { BucketTime } from './bucket.ts';
import type { UpdateInput } from './dynamodb/update.ts';

/** A bucket is full again a minute after its last call; an hour leaves room for clocks that differ. */
const lifetimeSeconds = 3_600n;
const nsPerSecond = 1_000_000_000n;

const number = (value: bigint) => ({ N: String(value) });

/** Takes a call from a bucket of which nothing is in use; see `LimiterStore`. */
export function updateOfFull(apiKeyId: ApiKeyId, { nowNs, costNs }: BucketTime): UpdateInput {
  const next = { ':next': number(nowNs + costNs) };
  return updateAt(nowNs, apiKeyId, ':next', 'attribute_not_exists(#tat) OR #tat <= :now', next);
}

/** Takes a call from a bucket in use; see `LimiterStore`. */
export function updateOfUsed(
  apiKeyId: ApiKeyId,
  { nowNs, costNs, latestTatNs }: BucketTime & { readonly latestTatNs: bigint },
): UpdateInput {
  const bounds = { ':cost': number(costNs), ':latest': number(latestTatNs) };
  return updateAt(nowNs, apiKeyId, '#tat + :cost', '#tat > :now AND #tat <= :latest', bounds);
}

/** @param tat the expression of what the TAT becomes */
function updateAt(
  nowNs: bigint,
  apiKeyId: ApiKeyId,
  tat: string,
  condition: string,
  values: UpdateInput['values'],
): UpdateInput {
  return {
    pk: limiterKey(apiKeyId).pk,
    expression: `SET #tat = ${tat}, #ttl = :ttl`,
    condition,
    names: { '#tat': 'tat', '#ttl': 'ttl' },
    values: { ...values, ':now': number(nowNs), ':ttl': number(nowNs / nsPerSecond + lifetimeSeconds) },
  };
}
