import { callsAdmitted, readsPerCall, usageWritesPerCall, writesPerLimitedCall } from './demand.ts';
import { apiGateway, dynamodb, lambda } from './limits.ts';

/** One limit, as it stands before anything is set or asked for. */
export interface Rung {
  /** In two or three words. */
  readonly name: string;
  readonly limit: string;
  /** Calls a second that reach it. */
  readonly callsPerSecond: number;
  /** Whose calls count together. */
  readonly whose:
    | 'all calls'
    | 'all calls, new account'
    | 'all calls with limited keys'
    | 'one user'
    | 'one key';
  readonly beyond: string;
  readonly remedy: string;
}

/** The stage's throttle as cdk.json ships it. */
export const shippedThrottle = 5000;

const cold = '`warmThroughput`; else DynamoDB doubles within half an hour';

/** Where it breaks first: the lowest limit comes first. */
export const ladder: readonly Rung[] = [
  {
    name: 'Lambda concurrency',
    limit: 'Lambda concurrency of 10',
    callsPerSecond: callsAdmitted(10, null),
    whose: 'all calls, new account',
    beyond: '503',
    remedy: 'Service Quotas, _Concurrent executions_',
  },
  {
    name: 'bucket',
    limit: 'its bucket is one item: 1,000 writes a second (tiers end at 60,000 a minute)',
    callsPerSecond: dynamodb.partitionWrites / writesPerLimitedCall,
    whose: 'one key',
    beyond: '503',
    remedy: 'a tier without a limit, or more keys',
  },
  {
    name: 'cold Usage',
    limit: 'a new table Usage: 4,000 writes a second, 2.1 a call at most',
    callsPerSecond: Math.floor(dynamodb.freshWrites / usageWritesPerCall),
    whose: 'all calls',
    beyond: 'calls go on, usage is recorded late',
    remedy: cold,
  },
  {
    name: 'user',
    limit: 'their state is one item, which every call with any of their keys reads: 3,000 reads a second',
    callsPerSecond: dynamodb.partitionReads,
    whose: 'one user',
    beyond: '503',
    remedy: 'more users: more keys of the same user do not help',
  },
  {
    name: 'cold table',
    limit: 'a new table Credentials: 4,000 writes a second',
    callsPerSecond: dynamodb.freshWrites / writesPerLimitedCall,
    whose: 'all calls with limited keys',
    beyond: '503',
    remedy: cold,
  },
  {
    name: 'Lambda concurrency',
    limit: 'Lambda concurrency of 1,000, shared with the rest of the account',
    callsPerSecond: callsAdmitted(lambda.defaultConcurrency, null),
    whose: 'all calls',
    beyond: '503',
    remedy: 'Service Quotas, _Concurrent executions_',
  },
  {
    name: '`throttle`',
    limit: '`throttle.rateLimit` as shipped',
    callsPerSecond: shippedThrottle,
    whose: 'all calls',
    beyond: '503',
    remedy: '`cdk.json`',
  },
  {
    name: 'cold table',
    limit: 'a new table Credentials: 12,000 reads a second, two a verdict',
    callsPerSecond: dynamodb.freshReads / readsPerCall,
    whose: 'all calls',
    beyond: '503',
    remedy: cold,
  },
  {
    name: 'API Gateway',
    limit: 'API Gateway, all APIs of the account together (2,500 in some regions)',
    callsPerSecond: apiGateway.defaultRate,
    whose: 'all calls',
    beyond: '503',
    remedy: 'Service Quotas, _Throttle rate_',
  },
  {
    name: 'table quota',
    limit: 'any one table: 40,000 reads a second',
    callsPerSecond: dynamodb.defaultTableReads / readsPerCall,
    whose: 'all calls',
    beyond: '503',
    remedy: 'Service Quotas, _Table-level read throughput limit_',
  },
  {
    name: 'table quota',
    limit: 'any one table: 40,000 writes a second',
    callsPerSecond: dynamodb.defaultTableWrites / writesPerLimitedCall,
    whose: 'all calls with limited keys',
    beyond: '503; usage is recorded late',
    remedy: 'Service Quotas, _Table-level write throughput limit_',
  },
];
