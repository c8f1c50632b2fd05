import type { Endpoint } from '../../domain/webhooks/endpoint.ts';
import {
  type EndpointHealth,
  isFailingNoticeDue,
  isToBeDisabled,
} from '../../domain/webhooks/endpoint-health.ts';
import { disableEndpoint, failingNotice } from '../../domain/webhooks/endpoint-lifecycle.ts';
import { untilSettled } from '../../store/transaction.ts';
import { momentOf } from '../moment.ts';
import type { Run, SenderDependencies } from './dependencies.ts';

/** Disables an endpoint that nobody has changed or deleted since it was sent to. */
export async function disable(
  sentTo: Endpoint,
  reason: 'gone' | 'failing',
  { origin }: Run,
  deps: SenderDependencies,
): Promise<void> {
  await untilSettled(deps, async () => {
    const endpoint = await deps.webhooks.get(sentTo.id);
    if (endpoint?.version !== sentTo.version) return true;
    const after = disableEndpoint(endpoint, reason, origin, momentOf(deps));
    if (after === null) return true;
    const outcome = await deps.webhooks.update(endpoint, after);
    return outcome.kind === 'committed' ? true : undefined;
  });
}

/** What follows from attempts that fail for long: a notice after a day, and after five no more attempts. */
export async function followUp(
  sentTo: Endpoint,
  health: EndpointHealth,
  run: Run,
  deps: SenderDependencies,
): Promise<void> {
  const now = deps.clock.now();
  const { failingSince } = health;
  if (isToBeDisabled(health, now)) return await disable(sentTo, 'failing', run, deps);
  if (failingSince === null || !isFailingNoticeDue(health, sentTo.toldFailingSince, now)) return;
  await untilSettled(deps, async () => {
    const endpoint = await deps.webhooks.get(sentTo.id);
    // Those that fail at the same moment tell it once.
    if (endpoint?.version !== sentTo.version || endpoint.toldFailingSince === failingSince) return true;
    const notice = failingNotice(endpoint, failingSince, run.origin, momentOf(deps));
    const outcome = await deps.webhooks.noteFailing(endpoint, failingSince, notice);
    return outcome.kind === 'committed' ? true : undefined;
  });
}
