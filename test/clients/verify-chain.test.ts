import fc from 'fast-check';
import { type AuditEvent, verifyChain } from '../../clients/typescript/src/index.ts';
import { emptyChain, headOf, nextEvent } from '../../lambdas/domain/audit/audit.ts';

/** Events of a target, as the API shows them. */
function chainOf(
  id: string,
  changes: readonly Record<string, { from: unknown; to: unknown }>[],
): AuditEvent[] {
  let head = emptyChain;
  return changes.map((change, index) => {
    const target = { type: 'api_key', id, name: 'CI' } as const;
    const operation = {
      eventId: `${id}-${index}`,
      at: index,
      action: 'api_key.updated',
      target,
      changes: change,
    } as const;
    const actor = { userId: 'ann@example.com', via: 'jwt' } as const;
    const event = nextEvent(head, operation, {
      actor,
      sourceIp: null,
      userAgent: null,
      requestId: `r${index}`,
    });
    head = headOf(event);
    return event;
  });
}

const json = fc.jsonValue();
const changes = fc.array(fc.dictionary(fc.string(), fc.record({ from: json, to: json })), {
  minLength: 1,
  maxLength: 6,
});

test('recomputes what the API has hashed, whatever the events hold, in any order and twice', async () => {
  await fc.assert(
    fc.asyncProperty(changes, changes, fc.infiniteStream(fc.nat()), async (one, other, lots) => {
      const events = [...chainOf('a', one), ...chainOf('b', other)];
      const shuffled = [...events, events[0]!].toSorted(() => ((lots.next().value ?? 0) % 3) - 1);
      expect(await verifyChain(shuffled)).toEqual({ faults: [], verified: events.length, linkedOnly: 0 });
    }),
  );
});

const three = () => chainOf('a', [{}, { name: { from: 'CI', to: 'Nightly' } }, {}]);
const withoutOrigin = (event: AuditEvent): AuditEvent => {
  const { sourceIp: _, userAgent: __, ...rest } = event;
  return rest;
};

test.each<[string, (events: AuditEvent[]) => AuditEvent[], object[]]>([
  [
    'a change of an event',
    ([a, b, c]) => [a!, { ...b!, requestId: 'other' }, c!],
    [{ eventId: 'a-1', reason: 'altered' }],
  ],
  ['an event less', ([a, , c]) => [a!, c!], [{ eventId: 'a-2', reason: 'missing' }]],
  [
    'another beginning',
    ([a, b, c]) => [{ ...a!, previousHash: '1'.repeat(64) }, b!, c!],
    [{ reason: 'not linked' }, { reason: 'altered' }],
  ],
  [
    'a second event of the same place',
    ([a, b, c]) => [a!, b!, { ...b!, action: 'api_key.deleted' }, c!],
    [{ reason: 'not linked' }, { reason: 'altered' }],
  ],
  [
    'another link of an event without its origin',
    ([a, b, c]) => [a!, withoutOrigin({ ...b!, previousHash: '1'.repeat(64) }), c!],
    [{ reason: 'not linked' }],
  ],
])('finds %s', async (_, tamper, faults) => {
  expect((await verifyChain(tamper(three()))).faults).toMatchObject(faults);
});

test('checks the links alone of events that are shown without their origin', async () => {
  expect(await verifyChain(three().map(withoutOrigin))).toEqual({ faults: [], verified: 0, linkedOnly: 3 });
});

test('begins wherever the events do', async () => {
  expect((await verifyChain(three().slice(1))).faults).toEqual([]);
});
