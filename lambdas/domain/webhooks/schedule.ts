import type { Random } from '../ports.ts';
import { hourMs, minuteMs } from '../time.ts';

/** Milliseconds before each attempt, from the end of the one before: three days in all (Standard Webhooks). */
const delaysMs = [
  0,
  5_000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
] as const;

/** A delay is by so much shorter or longer at most, so that what failed together does not come back together. */
const jitter = 0.2;

/**
 * Milliseconds until the next attempt, or null where there is none.
 *
 * @param attempts that have been made
 */
export function delayBeforeNext(attempts: number, random: Pick<Random, 'bytes'>): number | null {
  const delayMs = delaysMs[attempts];
  if (delayMs === undefined) return null;
  return Math.round(delayMs * (1 - jitter + 2 * jitter * fractionOf(random)));
}

/**
 * Whether the sender waits for the next attempt itself, rather than leave it to the clock. Before the first there is
 * something to wait for where its clock is behind that of who made the delivery.
 */
export function isWaitedFor(attempts: number, waitMs: number): boolean {
  return attempts <= 1 && waitMs <= delaysMs[1] * (1 + jitter);
}

/** From 0 to less than 1. */
function fractionOf(random: Pick<Random, 'bytes'>): number {
  return Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;
}
