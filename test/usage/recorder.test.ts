import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { answering } from '../support/engine-faults.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { recorderOver, startUsageBench, type UsageBench, type UsageTables } from './usage-bench.ts';
import { callAt, deliveryOf, deliveryOfCalls, lineOf } from './usage-lines.ts';

const dayMs = 86_400_000;
let bench: UsageBench;
let keys = 0;

const warnings = captureLogLines();
beforeAll(async () => {
  bench = await startUsageBench();
});
afterAll(() => bench?.stop());

/** An id that no other test has; keys need not exist for their calls to be counted. */
function freshId(): string {
  keys += 1;
  return `${String(keys).padStart(8, '0')}-0000-4000-a000-000000000000`;
}

test('a delivery becomes a chunk per key and day, with counts, entries and a ttl', async () => {
  const [one, other] = [freshId(), freshId()];
  const calls = [
    callAt(noon, {}, one),
    callAt(noon - 5, { outcome: 'denied', status: 401, code: 'API_KEY_EXPIRED' }, one),
    callAt(noon + dayMs, { outcome: 'error', status: 500, code: 'INTERNAL' }, one),
    callAt(noon, {}, other),
  ];
  await bench.record(calls);
  expect(await bench.chunks(one)).toEqual([
    {
      pk: `${one}#2027-06-15`,
      sk: expect.stringMatching(/^2027-06-15T12:00:00\.500Z#[0-9a-f]{16}$/),
      counts: { success: 1, denied: 1, error: 0 },
      lines: { success: expect.any(Uint8Array), denied: expect.any(Uint8Array), error: new Uint8Array() },
      repeats: {},
      entries: [calls[1]!.entry, calls[0]!.entry],
      ttl: Date.parse('2027-06-16') / 1_000 + 90 * 86_400,
    },
    expect.objectContaining({ pk: `${one}#2027-06-16`, counts: { success: 0, denied: 0, error: 1 } }),
  ]);
  expect(await bench.chunks(other)).toEqual([expect.objectContaining({ pk: `${other}#2027-06-15` })]);
});

test('a delivery that comes again changes nothing', async () => {
  const id = freshId();
  const calls = Array.from({ length: 50 }, (_, at) => callAt(noon + at * 5_000, {}, id));
  await bench.record(calls);
  const before = await bench.chunks(id);
  await bench.record(calls);
  await recorderOver(bench.tables, { usageDetail: 'none', usageRetentionDays: 1 })(deliveryOfCalls(calls));
  expect(await bench.chunks(id)).toEqual(before);
  expect(before.reduce((sum, { counts }) => sum + counts.success, 0)).toBe(50);
});

test.each([
  ['all', ['success', 'denied', 'error']],
  ['denied', ['denied']],
  ['none', []],
] as const)('with details of %s, all calls are counted', async (usageDetail, kept) => {
  const id = freshId();
  const calls = (['success', 'denied', 'error'] as const).map((outcome, at) =>
    callAt(noon + at, { outcome }, id),
  );
  await recorderOver(bench.tables, { usageDetail })(deliveryOfCalls(calls));
  const [chunk] = await bench.chunks(id);
  expect(chunk!['counts']).toEqual({ success: 1, denied: 1, error: 1 });
  expect(chunk!['entries'].map(({ outcome }: { outcome: string }) => outcome)).toEqual(kept);
});

test('lines that are no usage are passed over, with one warning that quotes nothing of them', async () => {
  const id = freshId();
  await recorderOver(bench.tables)(
    deliveryOf([
      { id: 'a', message: `${lineOf(callAt(noon, {}, id))}\n` },
      { id: 'b', message: '{"usage":{"apiKeyId":"somebody"}}' },
      { id: 'c', message: 'lk_not a line' },
    ]),
  );
  expect(await bench.chunks(id)).toHaveLength(1);
  expect(warnings.map((line) => JSON.parse(line))).toEqual([
    {
      level: 'WARN',
      message: 'Log lines that are no usage were passed over',
      lines: 2,
      logEventIds: ['b', 'c'],
    },
  ]);
});

test('a control message is no delivery, and what is no message at all is refused', async () => {
  const recorder = recorderOver(bench.tables);
  const id = freshId();
  const events = [{ id: 'a', message: lineOf(callAt(noon, {}, id)) }];
  await recorder(deliveryOf(events, 'CONTROL_MESSAGE'));
  expect(await bench.chunks(id)).toEqual([]);
  await expect(recorder(deliveryOf(events, 'OTHER'))).rejects.toThrow('unknown type');
  await expect(recorder({ awslogs: { data: 'AAAA' } })).rejects.toThrow('incorrect header');
});

/** The tables, with an engine that answers no commands of one kind. */
function withoutAnswersTo(kind: typeof PutCommand | typeof UpdateCommand): UsageTables {
  const faulty = answering(bench.tables, (command, proceed) => {
    if (!(command instanceof kind)) return proceed();
    return Promise.reject(Object.assign(new Error('down'), { $metadata: { attempts: 3 } }));
  });
  return { ...bench.tables, client: faulty.client };
}

test.each([
  ['chunks', PutCommand],
  ['the last use', UpdateCommand],
])('where DynamoDB takes no %s the delivery fails, and succeeds when it comes again', async (_, kind) => {
  const id = freshId();
  const delivery = deliveryOfCalls([callAt(noon, {}, id)]);
  await expect(recorderOver(withoutAnswersTo(kind))(delivery)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await recorderOver(bench.tables)(delivery);
  expect(await bench.chunks(id)).toHaveLength(1);
});

test('a failure on the way leaves what was written; the second attempt adds the rest', async () => {
  const id = freshId();
  const calls = Array.from({ length: 40 }, (_, at) => callAt(noon + at * 61_000, {}, id));
  let puts = 0;
  const faulty = answering(bench.tables, (command, proceed) => {
    if (command instanceof PutCommand) puts += 1;
    if (puts > 20) return Promise.reject(Object.assign(new Error('down'), { $metadata: {} }));
    return proceed();
  });
  const tables = { ...bench.tables, client: faulty.client };
  await expect(recorderOver(tables)(deliveryOfCalls(calls))).rejects.toThrow();
  expect(puts).toBeLessThan(40);
  await bench.record(calls);
  expect(await bench.chunks(id)).toHaveLength(40);
});

test('a table that is not there fails the delivery', async () => {
  const tables = { ...bench.tables, usage: 'Nowhere' };
  await expect(recorderOver(tables)(deliveryOfCalls([callAt(noon)]))).rejects.toThrow();
});
