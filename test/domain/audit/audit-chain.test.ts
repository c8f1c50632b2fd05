import fc from 'fast-check';
import {
  type AuditEvent,
  emptyChain,
  findChainFault,
  hashEvent,
  headOf,
  nextEvent,
} from '../../../lambdas/domain/audit/audit.ts';
import { noon } from '../../support/memory-ports.ts';
import { origin } from '../../support/memory-records.ts';

const target = { type: 'api_key', id: 'k1', name: 'CI' } as const;

/** The events of one target, one after the other. */
function chainOf(length: number): AuditEvent[] {
  let head = emptyChain;
  return Array.from({ length }, (_, at) => {
    const changes = { description: { from: `${at}`, to: `${at + 1}` } };
    const operation = {
      eventId: `e${at}`,
      at: noon + at,
      action: 'api_key.updated',
      target,
      changes,
    } as const;
    const event = nextEvent(head, operation, origin);
    head = headOf(event);
    return event;
  });
}

describe('the events of a target', () => {
  test('number 1, 2, 3 without a gap, each linked to the one before', () => {
    const events = chainOf(5);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(events.map(({ previousHash }) => previousHash)).toEqual([
      '0'.repeat(64),
      ...events.slice(0, 4).map(({ hash }) => hash),
    ]);
    expect(findChainFault(events)).toBeNull();
  });

  test('tell when, who and from where', () => {
    expect(chainOf(1)[0]).toMatchObject({
      at: '2027-06-15T12:00:00.500Z',
      actor: { userId: 'admin@example.com', via: 'jwt' },
      sourceIp: '203.0.113.7',
      userAgent: 'curl/8',
      requestId: 'request-1',
    });
  });

  test('no events are a sound chain', () => {
    expect(findChainFault([])).toBeNull();
  });
});

describe('the hash of an event', () => {
  test('does not depend on the order of members, nor on the hash it already has', () => {
    const event = chainOf(1)[0]!;
    const reordered = Object.fromEntries(Object.entries(event).toReversed()) as unknown as AuditEvent;
    expect(hashEvent(reordered)).toBe(event.hash);
    expect(hashEvent({ ...event, hash: 'x' })).toBe(event.hash);
  });

  test('survives JSON, as which events are exported', () => {
    const event = chainOf(1)[0]!;
    expect(hashEvent(JSON.parse(JSON.stringify(event)) as AuditEvent)).toBe(event.hash);
  });
});

describe('a fault names the first event that does not belong', () => {
  const lengthAndPlace = fc
    .integer({ min: 2, max: 6 })
    .chain((length) => fc.tuple(fc.constant(length), fc.nat({ max: length - 2 })));

  test('one removed: the event after the gap', () => {
    fc.assert(
      fc.property(lengthAndPlace, ([length, at]) => {
        const events = chainOf(length);
        const next = events[at + 1]!;
        expect(findChainFault(events.toSpliced(at, 1))).toEqual({
          eventId: next.eventId,
          sequence: next.sequence,
          reason: 'out of sequence',
        });
      }),
    );
  });

  test('two swapped: the first of them', () => {
    fc.assert(
      fc.property(lengthAndPlace, ([length, at]) => {
        const events = chainOf(length);
        const [left, right] = [events[at]!, events[at + 1]!];
        expect(findChainFault(events.toSpliced(at, 2, right, left))).toMatchObject({
          eventId: right.eventId,
          reason: 'out of sequence',
        });
      }),
    );
  });

  test('one given twice: the second', () => {
    const [first, second] = chainOf(2) as [AuditEvent, AuditEvent];
    expect(findChainFault([first, first, second])).toMatchObject({
      eventId: 'e0',
      reason: 'out of sequence',
    });
  });

  const edits: [string, Partial<AuditEvent>][] = [
    ['time', { at: '2020-01-01T00:00:00.000Z' }],
    ['action', { action: 'api_key.deleted' }],
    ['actor', { actor: { userId: 'mallory@example.com', via: 'jwt' } }],
    ['target', { target: { ...target, name: 'other' } }],
    ['changes', { changes: {} }],
    ['source', { sourceIp: null }],
    ['user agent', { userAgent: 'other' }],
    ['request', { requestId: 'other' }],
    ['id', { eventId: 'other' }],
  ];

  test.each(edits)('its %s edited', (_, edit) => {
    const events = chainOf(3);
    const edited = { ...events[1]!, ...edit };
    const fault = { eventId: edited.eventId, sequence: 2, reason: 'altered' };
    expect(findChainFault(events.with(1, edited))).toEqual(fault);
  });

  test('one edited and hashed anew: the event after it', () => {
    const events = chainOf(3);
    const forged = { ...events[1]!, changes: {} };
    expect(findChainFault(events.with(1, { ...forged, hash: hashEvent(forged) }))).toEqual({
      eventId: 'e2',
      sequence: 3,
      reason: 'not linked',
    });
  });
});
