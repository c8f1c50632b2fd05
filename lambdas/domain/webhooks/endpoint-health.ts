import { dayMs } from '../time.ts';

/** How an endpoint has answered since it last took a message. */
export interface EndpointHealth {
  /** Attempts that failed one after the other. */
  readonly failures: number;
  /** When the first of them ended, in milliseconds since the epoch; null where there is none. */
  readonly failingSince: number | null;
}

export const healthy: EndpointHealth = { failures: 0, failingSince: null };

/** After so many failures new deliveries wait for the clock, so that a dead endpoint holds up nobody's sender. */
const failuresUntilHeldBack = 2;
const noticedAfterMs = dayMs;
const disabledAfterMs = 5 * dayMs;

/** The state after an attempt of any delivery to the endpoint. */
export function healthAfter(before: EndpointHealth, isTaken: boolean, now: number): EndpointHealth {
  if (isTaken) return healthy;
  return { failures: before.failures + 1, failingSince: before.failingSince ?? now };
}

/** Whether a new delivery goes to the waiting line without an attempt. */
export function isHeldBack({ failures }: EndpointHealth): boolean {
  return failures >= failuresUntilHeldBack;
}

/**
 * Whether the owner is to be told that attempts have failed for a day, and none was taken.
 *
 * @param toldSince since when it failed as they were told last
 */
export function isFailingNoticeDue(health: EndpointHealth, toldSince: number | null, now: number): boolean {
  return health.failingSince !== toldSince && hasFailedFor(health, noticedAfterMs, now);
}

/**
 * Whether attempts have failed for five days, and none was taken. It is asked after a failure: time alone disables
 * nothing.
 */
export function isToBeDisabled(health: EndpointHealth, now: number): boolean {
  return hasFailedFor(health, disabledAfterMs, now);
}

function hasFailedFor({ failingSince }: EndpointHealth, spanMs: number, now: number): boolean {
  return failingSince !== null && now - failingSince >= spanMs;
}
