import { minuteMs } from '../time.ts';
import type { Answer } from './answer.ts';
import type { DropReason } from './endpoint-rights.ts';

/** One attempt that has ended. */
export interface Attempt {
  /** When it ended, milliseconds since the epoch. */
  readonly endedAt: number;
  readonly answer: Answer;
}

/** That one sender may send, and no other, until it says what came of it or the time is over. */
export interface Lease {
  /** Different for each attempt. */
  readonly id: string;
  readonly until: number;
}

/**
 * Where a delivery is. `waiting` and `sending` go on by themselves; the others are its end, and only somebody who asks for
 * it again gets it out of there.
 */
export type Progress =
  | { readonly state: 'waiting'; readonly dueAt: number }
  | { readonly state: 'sending'; readonly lease: Lease }
  | { readonly state: 'delivered'; readonly endedAt: number }
  /** `attempts`: all have failed. `gone`: the receiver has said that it is there no more. */
  | { readonly state: 'dead'; readonly endedAt: number; readonly reason: 'attempts' | 'gone' }
  | { readonly state: 'dropped'; readonly endedAt: number; readonly reason: DropReason };

/** One event on its way to one endpoint. Times are milliseconds since the epoch. */
export interface Delivery {
  readonly eventId: string;
  readonly endpointId: string;
  readonly createdAt: number;
  /** Attempts that were begun since it was made or asked for again; the schedule goes by them. */
  readonly begun: number;
  /** The latest attempts, oldest first. */
  readonly attempts: readonly Attempt[];
  readonly progress: Progress;
}

/** Beyond the 15 seconds of an attempt and what stands around it; a sender that is silent for so long is gone. */
export const leaseMs = minuteMs;

/** How long one that is held back waits: until the clock's next turn. */
const heldBackMs = minuteMs;

/** @param isHeldBack whether the endpoint fails, so that it is left to the clock */
export function newDelivery(
  { eventId, endpointId }: Pick<Delivery, 'eventId' | 'endpointId'>,
  now: number,
  isHeldBack: boolean,
): Delivery {
  const dueAt = isHeldBack ? now + heldBackMs : now;
  return {
    eventId,
    endpointId,
    createdAt: now,
    begun: 0,
    attempts: [],
    progress: { state: 'waiting', dueAt },
  };
}

/** True where nothing happens to it any more by itself. */
export function isOver({ progress }: Pick<Delivery, 'progress'>): boolean {
  return progress.state !== 'waiting' && progress.state !== 'sending';
}

/** When a clock has to look at it again; null where it is over. */
export function nextLookAt({ progress }: Pick<Delivery, 'progress'>): number | null {
  if (progress.state === 'waiting') return progress.dueAt;
  return progress.state === 'sending' ? progress.lease.until : null;
}
