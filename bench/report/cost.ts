import { priceOf } from '../../scripts/bill/prices.ts';
import type { RequestCount } from '../parts/requests.ts';

/**
 * Dollars a million, us-east-1, from the price list of docs/scale.md. The duration is an assumption, stated with the
 * price: 20 ms at 256 MB on arm64.
 */
export const prices = {
  restCall: priceOf('restCalls', 1),
  lambdaCall: priceOf('lambdaRequests', 1),
  lambdaDuration: priceOf('lambdaDuration', 0.25 * 0.02),
  readUnit: priceOf('readUnits', 1),
  writeUnit: priceOf('writeUnits', 1),
} as const;

/** What DynamoDB asks for a million of such verdicts, by the units that were counted. */
export function unitCost({ readUnits, writeUnits }: RequestCount): number {
  return readUnits * prices.readUnit + writeUnits * prices.writeUnit;
}

/** What a million authorised requests cost with the gateway and the authorizer's own time. */
export function totalCost(count: RequestCount): number {
  return prices.restCall + prices.lambdaCall + prices.lambdaDuration + unitCost(count);
}
