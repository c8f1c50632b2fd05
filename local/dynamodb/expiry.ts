/** An item with an older time stays. DynamoDB has the same rule, as a guard against mistakes. */
const maxPastSeconds = 5 * 365 * 24 * 3_600;

/** The earliest and the latest value of the TTL attribute with which an item is removed at a moment. */
export function expiryRange(nowSeconds: number): readonly [oldest: number, newest: number] {
  return [nowSeconds - maxPastSeconds, nowSeconds];
}

/**
 * Whether TTL may have removed an item at a moment.
 *
 * @param ttl the number in its TTL attribute, in seconds; undefined where there is none
 */
export function isExpired(ttl: string | undefined, nowSeconds: number): boolean {
  const [oldest, newest] = expiryRange(nowSeconds);
  return ttl !== undefined && Number(ttl) >= oldest && Number(ttl) <= newest;
}
