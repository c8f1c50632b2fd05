import { type AuditEvent, hashEvent, headOf, emptyChain } from '../../lambdas/domain/audit/audit.ts';

/** An event with some of its members changed. */
export type Edit = (event: AuditEvent) => object;

/** One edit of each member that a hash is over, and of one that nobody expects. */
export const edits: Readonly<Record<string, Edit>> = {
  eventId: () => ({ eventId: '00000000-0000-4000-8000-000000000000' }),
  at: ({ at }) => ({ at: at.replace(/\d{3}Z$/, (text) => (text === '000Z' ? '001Z' : '000Z')) }),
  action: () => ({ action: 'api_key.purged' }),
  'the actor’s userId': ({ actor }) => ({ actor: { ...actor, userId: 'mallory@example.com' } }),
  'the actor’s key': ({ actor }) => ({ actor: { ...actor, apiKeyId: undefined } }),
  'the way of the actor': ({ actor }) => ({ actor: { ...actor, via: 'jwt' } }),
  'the target’s name': ({ target }) => ({ target: { ...target, name: 'another' } }),
  'all changes': () => ({ changes: {} }),
  'a changed value': ({ changes }) => {
    const [field = ''] = Object.keys(changes);
    return { changes: { ...changes, [field]: { ...changes[field], to: 'what was not' } } };
  },
  sourceIp: () => ({ sourceIp: '198.51.100.1' }),
  userAgent: () => ({ userAgent: null }),
  requestId: () => ({ requestId: 'another' }),
  'a member more': () => ({ approvedBy: 'mallory@example.com' }),
  hash: ({ hash }) => ({ hash: hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }),
};

/** The events with the one at a place (from 0) changed. */
export function edited(events: readonly AuditEvent[], place: number, edit: Edit): AuditEvent[] {
  return events.map((event, at) => (at === place ? { ...event, ...edit(event) } : event));
}

/** The same, by somebody who knows how an event's hash is made. */
export function editedAndHashed(events: readonly AuditEvent[], place: number, edit: Edit): AuditEvent[] {
  const forged = edited(events, place, edit);
  return edited(forged, place, (event) => ({ hash: hashEvent(event) }));
}

/** The same, with the hash of it and of every event after it made anew, so that the chain is whole again. */
export function forgedFrom(events: readonly AuditEvent[], place: number, edit: Edit): AuditEvent[] {
  let head = emptyChain;
  return edited(events, place, edit).map((event) => {
    const linked = { ...event, previousHash: head.hash };
    const forged = { ...linked, hash: hashEvent(linked) };
    head = headOf(forged);
    return forged;
  });
}

/** Two neighbours (from 0) that have exchanged these members. */
export function exchanged(
  events: readonly AuditEvent[],
  place: number,
  members: readonly (keyof AuditEvent)[],
): AuditEvent[] {
  const [left, right] = [events[place]!, events[place + 1]!];
  const pick = (event: AuditEvent) => Object.fromEntries(members.map((member) => [member, event[member]]));
  return events.with(place, { ...left, ...pick(right) }).with(place + 1, { ...right, ...pick(left) });
}
