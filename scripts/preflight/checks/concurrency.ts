import type { Configuration } from '../../../lib/configuration/configuration.ts';
import { callsAdmitted, demandOf, functionsPerCall } from '../../capacity/demand.ts';
import { lambda } from '../../capacity/limits.ts';
import { quotas } from '../../capacity/quotas.ts';
import type { Concurrency } from '../account.ts';
import { askFor, figure, type Finding, ok, short } from '../finding.ts';

type Wanted = Pick<
  Configuration,
  'throttle' | 'authorizerReservedConcurrency' | 'gatewayAuthorizerReservedConcurrency'
>;

interface Free {
  readonly total: number;
  /** What this deployment may share or reserve. */
  readonly free: number;
}

/**
 * Whether Lambda admits what the stage lets in, and whether it reserves what the authorizers are to have. What is kept for
 * calls to protected APIs is not there for those to this one.
 *
 * @param isDeployed the functions are there already; then a reservation of that size is taken to be theirs
 */
export function checkConcurrency(
  {
    throttle,
    authorizerReservedConcurrency: reserved,
    gatewayAuthorizerReservedConcurrency: foreign,
  }: Wanted,
  { total, unreserved }: Concurrency,
  isDeployed: boolean,
): Finding[] {
  const wanted = (reserved ?? 0) + (foreign ?? 0);
  const isCounted = isDeployed && total - unreserved >= wanted;
  const all = isCounted ? unreserved + wanted : unreserved;
  const free = Math.max(all - (foreign ?? 0), 0);
  return [
    checkRate(throttle.rateLimit, reserved, { total, free }),
    ...(foreign === null
      ? []
      : [checkReservation('gatewayAuthorizerReservedConcurrency', foreign, { total, free: all })]),
    reserved === null
      ? recommendReservation(throttle.rateLimit, free)
      : checkReservation('authorizerReservedConcurrency', reserved, { total, free }),
  ];
}

function checkRate(rateLimit: number, reserved: number | null, { total, free }: Free): Finding {
  const admitted = callsAdmitted(Math.max(free - (reserved ?? 0), 0), reserved);
  const says =
    `Lambda has ${figure(total)} units of concurrency here, ${figure(free)} of them free: that admits ` +
    `${figure(admitted)} calls a second (${functionsPerCall} functions a call, ${lambda.requestsPerConcurrency} ` +
    `requests a second a unit), and throttle.rateLimit lets ${figure(rateLimit)} in`;
  if (admitted >= rateLimit) return ok(`${says}.`);
  const missing = demandOf(rateLimit).concurrency - free;
  const half = reservationFor(rateLimit);
  const remedies = [
    ...(missing > 0 ? [`${askFor(total + missing, quotas.concurrency)}.`] : []),
    ...(reserved !== null && reserved !== half ? [`Set authorizerReservedConcurrency to ${half}.`] : []),
    ...(admitted > 0 ? [`Or set throttle.rateLimit to ${admitted} in cdk.json.`] : []),
  ];
  return short(`${says}: the rest would be answered 503.`, remedies.join(' '));
}

/** The authorizer's half of what so many calls a second take. */
function reservationFor(callsPerSecond: number): number {
  return Math.ceil(callsPerSecond / lambda.requestsPerConcurrency);
}

function recommendReservation(rateLimit: number, free: number): Finding {
  const largest = Math.min(free - lambda.leastUnreserved, Math.floor(free / functionsPerCall));
  if (largest < 1) {
    return ok(
      'authorizerReservedConcurrency is not set, and cannot be here: Lambda keeps ' +
        `${lambda.leastUnreserved} units of the account's concurrency unreserved.`,
    );
  }
  const units = Math.min(reservationFor(rateLimit), largest);
  return ok(
    "authorizerReservedConcurrency is not set, so other functions of the account can take the authorizer's share: " +
      `${units} would keep ${figure(units * lambda.requestsPerConcurrency)} verdicts a second for it.`,
  );
}

function checkReservation(key: string, reserved: number, { total, free }: Free): Finding {
  const says =
    `${key} takes ${figure(reserved)} of ${figure(free)} units of concurrency that are free, ` +
    `and Lambda keeps ${lambda.leastUnreserved} unreserved`;
  const largest = free - lambda.leastUnreserved;
  if (reserved <= largest) return ok(`${says}.`);
  return short(
    `${says}: it would refuse the function.`,
    `Set it to ${largest < 1 ? 'null' : `${largest} at most`} in cdk.json. ` +
      `Or ${askFor(total + reserved - largest, quotas.concurrency, 'ask')}.`,
  );
}
