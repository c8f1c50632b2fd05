/**
 * What AWS lets one account and region do, from the services' documentation of 2026-11. Quotas are defaults: an account
 * may have been given more, or, when it is new, less.
 */

/** Lambda developer guide, "Lambda quotas" and "Understanding Lambda function scaling". */
export const lambda = {
  /** Requests a second for each unit of concurrency, of the account as well as of a reservation. */
  requestsPerConcurrency: 10,
  /** Concurrent executions; new accounts have as few as 10. */
  defaultConcurrency: 1000,
  /** "Configuring reserved concurrency": what has to stay for functions without a reservation. */
  leastUnreserved: 100,
} as const;

/**
 * API Gateway developer guide, "Amazon API Gateway quotas": all APIs together. Some regions (Cape Town, Milan, Jakarta,
 * UAE, Hyderabad and others) begin with 2,500.
 */
export const apiGateway = { defaultRate: 10_000 } as const;

/** DynamoDB developer guide, "Quotas in Amazon DynamoDB", "Understanding DynamoDB warm throughput". */
export const dynamodb = {
  /** Units a second of one partition, and so of one item. */
  partitionReads: 3000,
  partitionWrites: 1000,
  /** Units a second that a new on-demand table or index takes at once. It doubles within half an hour. */
  freshReads: 12_000,
  freshWrites: 4_000,
  /** Units a second of any one table, and of any one index; the bound of warm throughput too. */
  defaultTableReads: 40_000,
  defaultTableWrites: 40_000,
} as const;
