/** Every table has these; Credentials has no sort key. `ttl` holds epoch seconds. */
export const attributes = { partitionKey: 'pk', sortKey: 'sk', ttl: 'ttl' } as const;

/** Indexes of the Registry table, which serve lists. */
export const indexes = {
  byCollection: 'byCollection',
  byName: 'byName',
  byExpiry: 'byExpiry',
  byOwner: 'byOwner',
} as const;

export type IndexName = keyof typeof indexes;

/** All of them are strings. */
export const indexKeys = {
  byCollection: { partitionKey: 'collection', sortKey: 'collectionSort' },
  byName: { partitionKey: 'collection', sortKey: 'nameSort' },
  byExpiry: { partitionKey: 'collection', sortKey: 'expirySort' },
  byOwner: { partitionKey: 'owner', sortKey: 'collectionSort' },
} as const satisfies Record<IndexName, { partitionKey: string; sortKey: string }>;

/** Who removes items past their `ttl`, as a stream of DynamoDB names them. */
export const ttlIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** Beginnings of `pk` in Registry, by what stands there: functions are granted the kinds that they need. */
export const registryPartitions = {
  /** Its audit events stand with a key, and so do those of a user and a role. */
  apiKey: 'KEY#',
  name: 'NAME#',
  /** Pointers to the keys of a user stand here as well. */
  user: 'USER#',
  role: 'ROLE#',
  firstAnswer: 'IDEM#',
  protectedApi: 'API#',
  /** Says whose a stage is. */
  stage: 'STAGE#',
  /** Its audit events stand with a webhook. */
  webhook: 'WEBHOOK#',
  /** How many webhooks there are, and pointers to those that are told of all events. */
  webhooks: 'WEBHOOKS#',
} as const;

/** `sk` of API keys' records in Registry. The reconciler is sent their removal by TTL alone. */
export const apiKeySortKey = 'KEY';

/** Beginning of the `sk` of audit events in Registry. The audit exporter is sent these alone. */
export const keyBeginnings = { auditEvent: 'AUDIT#' } as const;
