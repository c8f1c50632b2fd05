/**
 * Beginnings of `pk` in Outbox, by what stands there: what is on its way to webhooks, and what a clock has to look at.
 * Functions are granted the kinds that they need.
 */
export const outboxPartitions = {
  /** An audit event that has happened, until it is fanned out. */
  event: 'EVENT#',
  /** The deliveries to a webhook, and its line: how it has answered, and who is sending to it. */
  webhook: 'WEBHOOK#',
  /** The notices of an API key that are to come. */
  notices: 'NOTICES#',
} as const;

/** `sk` of events in Outbox. The dispatcher is sent these alone, when they are added. */
export const outboxEventSortKey = 'EVENT';

/**
 * The index of what is to be done by the clock: it holds the keys of items that wait, in the order of their time. One
 * partition takes 1,000 writes a second, so there are several of each kind.
 */
export const dueIndex = { name: 'byDueTime', partitionKey: 'dueShard', sortKey: 'dueAt' } as const;

export const dueShards = { deliveries: 'DELIVERIES#', notices: 'NOTICES#' } as const;
export const dueShardsOfEach = 8;
