import { limiterKey } from './credential-items.ts';

/** An UpdateItem of the DynamoDB API, but for the table and the kind of answer. Numbers are decimal strings there. */
export interface BucketUpdate {
  readonly pk: string;
  readonly expression: string;
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, { readonly N: string }>>;
}

/** A bucket is full again a minute after its last call; an hour leaves room for clocks that differ. */
const lifetimeSeconds = 3_600n;
const nsPerSecond = 1_000_000_000n;

const names = { '#tat': 'tat', '#ttl': 'ttl' };
const number = (value: bigint) => ({ N: String(value) });
const ttlAfter = (nowNs: bigint) => number(nowNs / nsPerSecond + lifetimeSeconds);

/** Takes a call from a bucket of which nothing is in use; see `LimiterStore`. */
export function updateOfFull(
  apiKeyId: string,
  { nowNs, costNs }: { readonly nowNs: bigint; readonly costNs: bigint },
): BucketUpdate {
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
  apiKeyId: string,
  {
    nowNs,
    costNs,
    latestTatNs,
  }: { readonly nowNs: bigint; readonly costNs: bigint; readonly latestTatNs: bigint },
): BucketUpdate {
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
