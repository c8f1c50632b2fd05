import type { Random } from '../ports.ts';
import { type Answer, meaningOf } from './answer.ts';
import { type Delivery, leaseMs, type Progress } from './delivery.ts';
import type { DropReason } from './endpoint-rights.ts';
import { delayBeforeNext } from './schedule.ts';

const keptAttempts = 20;

type Sending = Extract<Progress, { readonly state: 'sending' }>;

/** True where the lease is the one that the delivery is sent under. */
function isUnder(progress: Progress, leaseId: string): progress is Sending {
  return progress.state === 'sending' && progress.lease.id === leaseId;
}

/**
 * Begins an attempt, or null where it is not its time: before it is due, while another sender has it, once it is over. It
 * must be stored, on condition that nothing has changed, before anything is sent: then no two senders send at once, and an
 * attempt is counted although its sender ends.
 */
export function beginAttempt(delivery: Delivery, leaseId: string, now: number): Delivery | null {
  const { progress, begun } = delivery;
  if (progress.state !== 'waiting' || now < progress.dueAt) return null;
  const lease = { id: leaseId, until: now + leaseMs };
  return { ...delivery, begun: begun + 1, progress: { state: 'sending', lease } };
}

/**
 * What has become of it by the answer, or null where the lease is over and another has it, or has ended it: then what is
 * known stays, and the receiver may get it twice.
 *
 * @param now when the answer came
 */
export function endAttempt(
  delivery: Delivery,
  leaseId: string,
  answer: Answer,
  now: number,
  random: Pick<Random, 'bytes'>,
): Delivery | null {
  if (!isUnder(delivery.progress, leaseId)) return null;
  const attempts = [...delivery.attempts, { endedAt: now, answer }].slice(-keptAttempts);
  return { ...delivery, attempts, progress: progressAfter(delivery.begun, answer, now, random) };
}

function progressAfter(begun: number, answer: Answer, now: number, random: Pick<Random, 'bytes'>): Progress {
  const meaning = meaningOf(answer, now);
  if (meaning.kind === 'taken') return { state: 'delivered', endedAt: now };
  if (meaning.kind === 'gone') return { state: 'dead', endedAt: now, reason: 'gone' };
  const delayMs = delayBeforeNext(begun, random);
  if (delayMs === null) return { state: 'dead', endedAt: now, reason: 'attempts' };
  return { state: 'waiting', dueAt: now + Math.max(delayMs, meaning.waitMs) };
}

/** The end of an attempt whose sender has not said what came of it until its lease ended; null where that is not so. */
export function endLostAttempt(
  delivery: Delivery,
  now: number,
  random: Pick<Random, 'bytes'>,
): Delivery | null {
  const { progress } = delivery;
  if (progress.state !== 'sending' || now < progress.lease.until) return null;
  return endAttempt(delivery, progress.lease.id, { kind: 'none', reason: 'lost' }, now, random);
}

/**
 * Gives a delivery up, since its endpoint may not be sent to. A sender that has begun says so under its lease; null where
 * it is over already, or another has it.
 */
export function dropDelivery(
  delivery: Delivery,
  reason: DropReason,
  now: number,
  leaseId: string | null = null,
): Delivery | null {
  const { progress } = delivery;
  const isOwn = leaseId !== null && isUnder(progress, leaseId);
  if (progress.state !== 'waiting' && !isOwn) return null;
  return { ...delivery, progress: { state: 'dropped', endedAt: now, reason } };
}

/**
 * Sends it again because somebody asks for it, from the beginning of the schedule; null while it is being sent. The
 * attempts before are still told.
 */
export function askAgain(delivery: Delivery, now: number): Delivery | null {
  if (delivery.progress.state === 'sending') return null;
  return { ...delivery, begun: 0, progress: { state: 'waiting', dueAt: now } };
}
