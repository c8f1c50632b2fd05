import { lambda } from './limits.ts';

/** Functions that one call runs, one after the other: the authorizer and the handler. */
export const functionsPerCall = 2;
/** Units of a verdict: one strong read of the credential, one of its user's state, 4 KB at most each. */
export const readsPerCall = 2;
/** Units of a verdict on a key with a limit, beside its reads. */
export const writesPerLimitedCall = 1;

/** Lines that CloudWatch Logs delivers together while there are many; see `pipeline` of the usage load. */
export const linesPerDelivery = 10;
/**
 * Units of usage, at most: the chunk of the call's key and delivery, when its key was used last, and its part of the
 * slice that calls of all keys are counted from, one for each delivery.
 */
export const usageWritesPerCall = 2 + 1 / linesPerDelivery;

/** What so many calls a second take. */
export interface Demand {
  /** Units of Lambda's concurrency, for functions that answer within 100 ms. */
  readonly concurrency: number;
  /** DynamoDB units a second of the table Credentials. */
  readonly reads: number;
  /** The same of writes, where every call is with a key that has a limit. */
  readonly limitedWrites: number;
  /** The same of the table Usage, at most. */
  readonly usageWrites: number;
}

export function demandOf(callsPerSecond: number): Demand {
  return {
    concurrency: Math.ceil((callsPerSecond * functionsPerCall) / lambda.requestsPerConcurrency),
    reads: callsPerSecond * readsPerCall,
    limitedWrites: callsPerSecond * writesPerLimitedCall,
    usageWrites: Math.ceil(callsPerSecond * usageWritesPerCall),
  };
}

/**
 * Calls a second that Lambda admits.
 *
 * @param unreserved concurrency that the functions share, the authorizer's reservation already taken out
 * @param reserved the authorizer's own concurrency; null where it shares the rest
 */
export function callsAdmitted(unreserved: number, reserved: number | null): number {
  return reserved === null
    ? Math.floor((unreserved * lambda.requestsPerConcurrency) / functionsPerCall)
    : Math.min(unreserved, reserved) * lambda.requestsPerConcurrency;
}
