import type { RequestCount } from '../parts/requests.ts';

/**
 * Dollars a million, us-east-1, 2026-11 (price lists of API Gateway, Lambda and DynamoDB on demand). The duration is
 * an assumption, stated with the price: 20 ms at 256 MB on arm64.
 */
export const prices = {
  restCall: 3.5,
  lambdaCall: 0.2,
  lambdaDuration: 0.25 * 0.02 * 13.3334,
  readUnit: 0.125,
  writeUnit: 0.625,
} as const;

/** What DynamoDB asks for a million of such verdicts, by the units that were counted. */
export function unitCost({ readUnits, writeUnits }: RequestCount): number {
  return readUnits * prices.readUnit + writeUnits * prices.writeUnit;
}

/** What a million authorised requests cost with the gateway and the authorizer's own time. */
export function totalCost(count: RequestCount): number {
  return prices.restCall + prices.lambdaCall + prices.lambdaDuration + unitCost(count);
}
