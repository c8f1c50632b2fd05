import { meaningOf } from '../../domain/webhooks/answer.ts';
import {
  beginAttempt,
  dropDelivery,
  endAttempt,
  endLostAttempt,
} from '../../domain/webhooks/delivery-life.ts';
import type { Endpoint } from '../../domain/webhooks/endpoint.ts';
import { reasonToDrop } from '../../domain/webhooks/endpoint-rights.ts';
import { isWaitedFor } from '../../domain/webhooks/schedule.ts';
import type { StoredDelivery } from '../../store/delivery-item.ts';
import type { LineRun, Run, SenderDependencies } from './dependencies.ts';
import { disable, followUp } from './endpoint-faults.ts';
import type { HeldLine } from './held-line.ts';

/** `idle`: no attempt was made, or none has ended under this sender's lease. */
export type Result = 'taken' | 'failed' | 'idle';

/**
 * Makes the attempts of one delivery that are due, the second soon after the first. One that is not due, that another
 * sender has, that has changed since it was read, or that is over, is left as it is.
 */
export async function deliver(
  read: StoredDelivery,
  line: HeldLine,
  run: LineRun,
  deps: SenderDependencies,
): Promise<Result> {
  const { deliveries, clock, random } = deps;
  let result: Result = 'idle';
  let stored: StoredDelivery | null = read;
  while (stored !== null) {
    const ended = endLostAttempt(stored, clock.now(), random);
    if (ended !== null) stored = await deliveries.change(stored, ended);
    if (stored === null || !(await isDue(stored, run, deps)) || line.isLost) return result;
    const attempt = await attemptOnce(stored, line, run, deps);
    if (attempt === null) return result;
    ({ result, stored } = attempt);
  }
  return result;
}

/** Whether an attempt can be made now, or has become so by a short wait. */
async function isDue(
  { progress, begun }: StoredDelivery,
  { deadlineMs }: Run,
  { clock }: SenderDependencies,
): Promise<boolean> {
  if (progress.state !== 'waiting') return false;
  const waitMs = progress.dueAt - clock.now();
  if (clock.now() + Math.max(waitMs, 0) >= deadlineMs) return false;
  if (waitMs <= 0) return true;
  if (!isWaitedFor(begun, waitMs)) return false;
  await clock.sleep(waitMs);
  return true;
}

/** Null where none was made, or it did not end under this sender's lease. */
async function attemptOnce(
  stored: StoredDelivery,
  line: HeldLine,
  run: LineRun,
  deps: SenderDependencies,
): Promise<{ readonly result: Result; readonly stored: StoredDelivery | null } | null> {
  const { deliveries, clock, random, send } = deps;
  const { endpoint, owner } = await run.readAddressee();
  const reason = reasonToDrop(endpoint, owner);
  if (endpoint === null || reason !== null) {
    const dropped = dropDelivery(stored, reason ?? 'endpoint gone', clock.now());
    if (dropped !== null) await deliveries.change(stored, dropped);
    return null;
  }
  await line.prepare(endpoint);
  if (line.isLost) return null;
  const leaseId = random.uuid();
  const begun = beginAttempt(stored, leaseId, clock.now());
  const sending = begun && (await deliveries.change(stored, begun));
  if (sending === null) return null;
  const { eventId: id, type, at, body } = stored;
  const answer = await send(endpoint, { id, type, at, body });
  const ended = endAttempt(sending, leaseId, answer, clock.now(), random);
  const after = ended && (await deliveries.change(sending, ended));
  const { kind } = meaningOf(answer, clock.now());
  await noteAnswer(kind, endpoint, line, run, deps);
  return { result: kind === 'taken' ? 'taken' : 'failed', stored: after };
}

async function noteAnswer(
  kind: ReturnType<typeof meaningOf>['kind'],
  endpoint: Endpoint,
  line: HeldLine,
  run: Run,
  deps: SenderDependencies,
): Promise<void> {
  await line.note(kind === 'taken');
  if (kind === 'gone') await disable(endpoint, 'gone', run, deps);
  if (kind === 'failed') await followUp(endpoint, line.health, run, deps);
}
