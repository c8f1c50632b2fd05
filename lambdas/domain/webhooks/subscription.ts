import { dayMs } from '../time.ts';
import type { Endpoint } from './endpoint.ts';
import { isMatch, type Occurrence } from './event-types.ts';

/** Events that are older are told nobody: a restore must not tell history again. */
const toldForMs = dayMs;

type Subscription = Pick<Endpoint, 'id' | 'userId' | 'ownerSince' | 'events' | 'scope' | 'status'>;

/**
 * The endpoints that an event goes to. Their owners' rights are looked at when it is sent, not here.
 *
 * @param now milliseconds since the epoch
 */
export function endpointsToTell<Each extends Subscription>(
  endpoints: readonly Each[],
  occurrence: Occurrence,
  now: number,
): Each[] {
  if (!isRecent(occurrence.event, now)) return [];
  return endpoints.filter((endpoint) => isSubscribed(endpoint, occurrence));
}

/** Whether an event is told at all: older ones are history. */
export function isRecent({ at }: Pick<Occurrence['event'], 'at'>, now: number): boolean {
  return now - Date.parse(at) <= toldForMs;
}

/** Whether an active endpoint wants an event of this kind, however old, and may be told of its target. */
export function isSubscribed(
  { id, userId, ownerSince, events, scope, status }: Subscription,
  occurrence: Occurrence,
): boolean {
  const { event, ownerId } = occurrence;
  // Nobody learns from an endpoint what became of it: it may be in wrong hands, or answer no more.
  const isAboutItself = event.target.type === 'webhook' && event.target.id === id;
  if (status !== 'active' || isAboutItself) return false;
  // What was before its owner was made is of an earlier user of the same id.
  const isOfOwner = ownerId === userId && Date.parse(event.at) >= ownerSince;
  const isWithinScope = scope === 'all' || isOfOwner;
  return isWithinScope && events.some((pattern) => isMatch(pattern, event.action));
}
