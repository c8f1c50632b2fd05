/** Names that the stack gives its tables' attributes and indexes, and that functions read and write. */

/** Every table has these; Credentials has no sort key. `ttl` holds epoch seconds. */
export const attributes = { partitionKey: 'pk', sortKey: 'sk', ttl: 'ttl' } as const;

/** Indexes of the Registry table. They serve lists only and project every attribute. */
export const indexes = {
  byCollection: 'byCollection',
  byName: 'byName',
  byExpiry: 'byExpiry',
  byOwner: 'byOwner',
} as const;

export type IndexName = keyof typeof indexes;

/** Key attributes of each index, all of them strings. */
export const indexKeys = {
  byCollection: { partitionKey: 'collection', sortKey: 'collectionSort' },
  byName: { partitionKey: 'collection', sortKey: 'nameSort' },
  byExpiry: { partitionKey: 'collection', sortKey: 'expirySort' },
  byOwner: { partitionKey: 'owner', sortKey: 'collectionSort' },
} as const satisfies Record<IndexName, { partitionKey: string; sortKey: string }>;

/** Who removes an item past its `ttl`, as a stream names them (DynamoDB developer guide, "Streams and Time to Live"). */
export const ttlIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** `sk` of API keys' records in Registry: their removal by TTL is all that the reconciler is sent. */
export const apiKeySortKey = 'KEY';

/** Beginnings of keys that the stack itself has to know. */
export const keyBeginnings = {
  /** `pk` of limiter items in Credentials: all that the authorizer may write. */
  limiter: 'L#',
  /** `sk` of audit events in Registry: all that the audit exporter is sent. */
  auditEvent: 'AUDIT#',
} as const;
