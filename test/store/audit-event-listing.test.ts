import { randomUUID } from 'node:crypto';
import { type AuditEvent, emptyChain, headOf, nextEvent } from '../../lambdas/domain/audit/audit.ts';
import { putEvent } from '../../lambdas/store/audit-events.ts';
import { createAuditEventLister } from '../../lambdas/store/audit-event-listing.ts';
import { positionOf } from '../../lambdas/store/audit-events.ts';
import { commit } from '../../lambdas/store/transaction.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { noon } from '../support/memory-ports.ts';
import { origin } from '../support/memory-records.ts';

const dayMs = 86_400_000;
const retentionDays = 400;
let engine: Engine;
/** Newest first. */
let events: AuditEvent[];

/** Three targets, their events spread over 40 days; some at the very same moment, some at the ends of a day. */
function history(): AuditEvent[] {
  const midnight = Math.floor(noon / dayMs) * dayMs;
  const times = [
    0,
    0,
    1,
    -1,
    midnight - noon,
    midnight - noon - 1,
    -dayMs,
    -15 * dayMs,
    -16 * dayMs,
    -40 * dayMs,
  ];
  return ['a', 'b', 'c'].flatMap((name) => {
    let head = emptyChain;
    return times
      .toSorted((left, right) => left - right)
      .map((offset) => {
        const event = nextEvent(
          head,
          {
            eventId: randomUUID(),
            at: noon + offset,
            action: 'api_key.updated',
            target: { type: 'api_key', id: `target-${name}`, name },
            changes: {},
          },
          origin,
        );
        head = headOf(event);
        return event;
      });
  });
}

beforeAll(async () => {
  engine = await startEngine();
  const all = history();
  for (const event of all) {
    await commit(engine.tables, [putEvent(engine.tables, `KEY#${event.target.id}`, event, retentionDays)]);
  }
  events = all.toSorted((left, right) => (positionOf(left) < positionOf(right) ? 1 : -1));
});
afterAll(() => engine?.stop());

interface Asked {
  from?: number;
  to?: number;
  targetId?: string | null;
  after?: string | null;
}
async function list(asked: Asked = {}, now = noon): Promise<AuditEvent[]> {
  const lister = createAuditEventLister(engine.tables, () => now);
  const range = { from: noon - 100 * dayMs, to: noon + dayMs, targetId: null, after: null, ...asked };
  return (await Array.fromAsync(lister(range))).flatMap(({ items }) => items);
}

test('all events, newest first, across days', async () => {
  expect(await list()).toEqual(events);
});

test('those of one target', async () => {
  const expected = events.filter(({ target }) => target.id === 'target-b');
  expect(await list({ targetId: 'target-b' })).toEqual(expected);
  expect(expected.map(({ sequence }) => sequence)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(await list({ targetId: 'nothing' })).toEqual([]);
});

test.each([
  ['one moment', 0, 0],
  ['one day, from its first to its last millisecond', -43_200_500, 43_199_499],
  ['the last millisecond of a day', -43_200_501, -43_200_501],
  ['from a moment in the past', -15 * dayMs, dayMs],
  ['up to a moment in the past', -100 * dayMs, -15 * dayMs],
  ['a time in which nothing was', -39 * dayMs, -17 * dayMs],
])('in a range, both ends included: %s', async (_, from, to) => {
  const range = { from: noon + from, to: noon + to };
  const isWithin = ({ at }: AuditEvent) => Date.parse(at) >= range.from && Date.parse(at) <= range.to;
  expect(await list(range)).toEqual(events.filter(isWithin));
  const ofOne = events.filter((event) => isWithin(event) && event.target.id === 'target-a');
  expect(await list({ ...range, targetId: 'target-a' })).toEqual(ofOne);
});

test('behind every position comes the rest, for all targets and for one', async () => {
  for (const [at, event] of events.entries()) {
    expect(await list({ after: positionOf(event) })).toEqual(events.slice(at + 1));
  }
  const own = events.filter(({ target }) => target.id === 'target-c');
  for (const [at, event] of own.entries()) {
    expect(await list({ after: positionOf(event), targetId: 'target-c' })).toEqual(own.slice(at + 1));
  }
});

test('events past their retention are not listed, though DynamoDB still has them', async () => {
  const now = noon - 16 * dayMs + retentionDays * dayMs + 1_000;
  const kept = events.filter(({ at }) => Date.parse(at) > noon - 16 * dayMs);
  expect(await list({}, now)).toEqual(kept);
  expect(kept.length).toBeLessThan(events.length);
});

test('up to the last moment that ISO-8601 can say', async () => {
  expect(await list({ to: Date.UTC(9999, 11, 31, 23, 59, 59, 999), targetId: 'target-a' })).toHaveLength(10);
});

test('no event is written over another of the same sequence', async () => {
  const [event] = events as [AuditEvent];
  const write = putEvent(engine.tables, `KEY#${event.target.id}`, { ...event, changes: {} }, retentionDays);
  expect(await commit(engine.tables, [write])).toEqual({ kind: 'refused', by: ['audit event'] });
});
