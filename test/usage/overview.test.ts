import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import type { UsageEntry } from '../../lambdas/contract/usage.ts';
import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import { minuteOf, outerOf } from '../../lambdas/domain/usage/period.ts';
import { apiOf } from '../../lambdas/domain/usage/usage-filter.ts';
import { cutIntoSlices } from '../../lambdas/domain/usage/usage-slice.ts';
import { tallyOf } from '../../lambdas/domain/usage/usage-tally.ts';
import { createSliceRecorder } from '../../lambdas/store/slice-recorder.ts';
import { putTally } from '../../lambdas/store/usage-tallies.ts';
import { keptUntil } from '../../lambdas/store/usage-ttl.ts';
import { usageOverview } from '../../lambdas/functions/reads/schemas.ts';
import { answering } from '../support/engine-faults.ts';
import { administrator } from '../support/memory-events.ts';
import { benchOf } from '../support/engine-keys.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { nextOf, usageApiOver } from './usage-api.ts';
import { recorderOver, startUsageBench, type UsageBench, type UsageTables } from './usage-bench.ts';
import { callAt, deliveryOfCalls } from './usage-lines.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const outcomes = ['success', 'denied', 'error'] as const;

const warnings = captureLogLines();
let bench: UsageBench;
beforeAll(async () => {
  bench = await startUsageBench();
});
afterAll(() => bench?.stop());

/** All of them are kept to the end: each test has weeks of its own, later than those of the tests before. */
const kept = { usageRetentionDays: 3650 };
let weeks = 0;

/** A week in which nobody has called yet, and a recorder whose clock is set by hand. */
function newWeek() {
  weeks += 2;
  const end = noon + (weeks - 420) * 7 * dayMs;
  const query = { from: dateOf(end - 6 * dayMs), to: dateOf(end) };
  let now = end;
  const recorder = (tables: UsageTables = bench.tables) => {
    const handle = recorderOver(tables, kept, () => now);
    return (calls: readonly DeliveredCall[]) => handle(deliveryOfCalls(calls));
  };
  return {
    end,
    query,
    recorder,
    tick: (timeMs: number) => {
      now = timeMs;
    },
    /** What a later delivery does, that has no calls of its own. */
    fold: async (tables?: UsageTables) => {
      now = end + 5 * dayMs;
      await recorder(tables)([]);
    },
    summarize: async (tables: UsageTables = bench.tables) =>
      (await usageApiOver(tables, kept)('getUsageSummary', { query })).body,
  };
}

const itemsIn = async (pk: string) => {
  const command = new QueryCommand({
    TableName: bench.tables.usage,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
  });
  return (await bench.tables.client.send(command)).Items ?? [];
};
const dateOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
const newKeys = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => (await benchOf(bench.engine).add()).id));

async function entriesOf(id: string, week: { from: string; to: string }): Promise<UsageEntry[]> {
  const entries: UsageEntry[] = [];
  for (let query: Record<string, string> | null = { ...week, limit: '100' }; query !== null; ) {
    const answer = await usageApiOver(bench.tables, kept)('getApiKeyUsage', { id, query });
    entries.push(...answer.body);
    query = nextOf(answer);
  }
  return entries;
}

const callsOf = (some: readonly UsageEntry[]) =>
  some.reduce((calls, { repeated = 0 }) => calls + 1 + repeated, 0);
const countsOf = (some: readonly UsageEntry[]) =>
  Object.fromEntries(
    outcomes.map((outcome) => [outcome, callsOf(some.filter((entry) => entry.outcome === outcome))]),
  );
const grouped = <Value>(
  all: readonly UsageEntry[],
  by: (entry: UsageEntry) => string,
  of: (some: UsageEntry[]) => Value,
) => Object.fromEntries([...Map.groupBy(all, by)].map(([name, some]) => [name, of(some)]));

/** What a summary has to say of the entries of some keys. */
function expectedOf(entries: ReadonlyMap<string, readonly UsageEntry[]>) {
  const all = [...entries.values()].flat();
  return {
    total: callsOf(all),
    byOutcome: countsOf(all),
    days: grouped(all, ({ at }) => at.slice(0, 10), countsOf),
    byCode: grouped(all, ({ code }) => code, callsOf),
    byApi: grouped(all, apiOf, countsOf),
    keys: Object.fromEntries(
      [...entries].filter(([, some]) => some.length > 0).map(([id, some]) => [id, countsOf(some)]),
    ),
  };
}

/** A summary in that form; it names no more than ten keys. */
function toldBy({ total, byOutcome, days, byCode, byApi, busiest }: any) {
  const isCounted = ({ success, denied, error }: any) => success + denied + error > 0;
  return {
    total,
    byOutcome,
    days: Object.fromEntries(days.filter(isCounted).map(({ date, ...counts }: any) => [date, counts])),
    byCode: Object.fromEntries(byCode.map(({ code, calls }: any) => [code, calls])),
    byApi: Object.fromEntries(byApi.map(({ api, ...counts }: any) => [api, counts])),
    keys: Object.fromEntries(
      busiest.map(({ id, success, denied, error }: any) => [id, { success, denied, error }]),
    ),
  };
}

const offsets = fc.oneof(
  fc.integer({ min: -3 * minuteMs, max: 0 }),
  fc.integer({ min: -5 * dayMs, max: 0 }),
  fc.constantFrom(0, -minuteMs, -12 * hourMs, -12 * hourMs - 1, -hourMs),
);
const history = fc.array(
  fc.record({
    key: fc.integer({ min: 0, max: 3 }),
    offset: offsets,
    outcome: fc.constantFrom(...outcomes),
    kind: fc.constantFrom({}, { api: 'orders' }, { api: 'billing' }, { verified: true as const }),
    repeated: fc.constantFrom({}, { repeated: 1 }, { repeated: 500 }),
    deliveries: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 30 },
);
/** How long each delivery comes after the last call, and to which of two recorders. */
const arrivals = fc.array(
  fc.record({
    delay: fc.oneof(fc.integer({ min: 0, max: 5 * minuteMs }), fc.integer({ min: 0, max: 3 * dayMs })),
    recorder: fc.integer({ min: 0, max: 1 }),
    isDoubled: fc.boolean(),
  }),
  { minLength: 5, maxLength: 5 },
);

test('it is the sum of all entries, however lines are delivered, and whenever they are counted', async () => {
  await fc.assert(
    fc.asyncProperty(history, arrivals, async (lines, unordered) => {
      const week = newWeek();
      const ids = await newKeys(4);
      const calls = lines.map(({ key, offset, outcome, kind, repeated }, at) => {
        const code = outcome === 'denied' ? 'API_KEY_PAUSED' : 'VALID';
        return callAt(
          week.end + offset,
          { outcome, code, ...kind, ...repeated, requestId: `${at}` },
          ids[key],
        );
      });
      const recorders = [week.recorder(), week.recorder()];
      const inTime = unordered.toSorted((left, right) => left.delay - right.delay);
      for (const [delivery, { delay, recorder, isDoubled }] of inTime.entries()) {
        const together = calls.filter((_, at) => lines[at]!.deliveries.includes(delivery));
        week.tick(week.end + delay);
        await recorders[recorder]!(together);
        if (isDoubled) await recorders[1 - recorder]!(together.toReversed());
      }
      const entries = new Map<string, UsageEntry[]>();
      for (const id of ids) entries.set(id, await entriesOf(id, week.query));
      const body = await week.summarize();
      expect(usageOverview.parse(body)).toEqual(body);
      expect(toldBy(body)).toEqual(expectedOf(entries));
      await week.fold();
      expect(await itemsIn('DUE#PERIOD')).toEqual([]);
      expect(await week.summarize()).toEqual(body);
    }),
    { numRuns: 6 },
  );
}, 120_000);

test('it names keys, of the busiest and the most refused ten, and says null for one that has ended', async () => {
  const week = newWeek();
  const ids = await newKeys(12);
  const ended = '0f0c0000-0000-4000-a000-000000000000';
  const calls = [...ids, ended].flatMap((id, at) =>
    Array.from({ length: at + 1 }, () => callAt(week.end, {}, id)),
  );
  const refused = callAt(week.end, { outcome: 'denied', repeated: 6 }, ids[0]);
  await week.recorder()([...calls, refused]);
  const { busiest, mostRefused } = await week.summarize();
  const nameOf = async (id: string) => (await usageApiOver(bench.tables)('getApiKeyUsage', { id })).status;
  expect(busiest.map(({ success, denied }: any) => success + denied)).toEqual([
    13, 12, 11, 10, 9, 8, 8, 7, 6, 5,
  ]);
  expect(busiest[0]).toEqual({ id: ended, name: null, success: 13, denied: 0, error: 0 });
  expect(busiest[1]).toMatchObject({ id: ids[11], name: expect.any(String) });
  expect(await nameOf(ids[11]!)).toBe(200);
  expect(mostRefused).toMatchObject([{ id: ids[0], success: 1, denied: 7, error: 0 }]);
});

/** The tables, and what reading them has taken since: read units, and requests. */
function metered() {
  const spent = { units: 0, requests: 0 };
  const tables = answering(bench.tables, async (command, proceed) => {
    if (!(command instanceof QueryCommand)) return proceed();
    command.input.ReturnConsumedCapacity = 'TOTAL';
    const answer = await proceed();
    spent.requests += 1;
    spent.units += (answer as QueryCommandOutput).ConsumedCapacity?.CapacityUnits ?? Number.NaN;
    return answer;
  });
  return { tables, spent };
}

test('what has been counted ahead is read by day, whatever was called: a unit for each 4 KB', async () => {
  const week = newWeek();
  const ids = await newKeys(3);
  const calls = Array.from({ length: 60 }, (_, at) =>
    callAt(week.end - (at % 6) * dayMs - at * 61_000, {}, ids[at % 3]),
  ).filter(({ entry }) => Date.parse(entry.at) > week.end - 6 * dayMs);
  for (let at = 0; at < calls.length; at += 40) await week.recorder()(calls.slice(at, at + 40));
  const before = metered();
  const body = await week.summarize(before.tables);
  expect(body.total).toBe(calls.length);
  await week.fold();
  const after = metered();
  expect(await week.summarize(after.tables)).toEqual(body);
  // Who counts, and the days of a month or two.
  expect(after.spent.requests).toBeLessThanOrEqual(3);
  expect(after.spent.units).toBeLessThanOrEqual(4);
  expect(before.spent.requests).toBeGreaterThan(10 * after.spent.requests);
}, 60_000);

test('more keys than an item holds are divided, and counted as they are', async () => {
  const week = newWeek();
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const scattered = Array.from(
    { length: 9_000 },
    (_, at) => `${hex(at % 256, 2)}${hex(at, 6)}-0000-4000-a000-000000000000`,
  );
  const calls = scattered.map((id, at) =>
    callAt(week.end - (at % 3_000), { outcome: outcomes[at % 3]! }, id),
  );
  const slices = cutIntoSlices([...calls, callAt(week.end, {}, scattered[5])]);
  const record = createSliceRecorder(bench.tables, kept, { now: () => week.end, newStamp: randomUUID });
  for (const slice of slices) await record(slice);
  const before = await week.summarize();
  expect(before).toMatchObject({
    total: 9_001,
    busiest: [{ id: scattered[5] }, ...before.busiest.slice(1)],
    rankingExact: { busiest: true, mostRefused: true },
  });
  await week.fold();
  const day = dateOf(week.end);
  expect((await itemsIn(`TALLY#${day}#KEYS`)).length).toBeGreaterThan(200);
  // A thousand are named with the day, and as many others have one call as they.
  expect(await week.summarize()).toEqual({
    ...before,
    rankingExact: { busiest: false, mostRefused: false },
  });
  // On the day before two others were used: what is told of them is told of both days.
  const last = scattered.slice(-2);
  const dayBefore = tallyOf(
    cutIntoSlices(last.flatMap((id) => [1, 2, 3].map(() => callAt(week.end - dayMs, {}, id)))),
  );
  await putTally(bench.tables, dateOf(week.end - dayMs), dayBefore, keptUntil(day, 3650));
  const { busiest } = await week.summarize();
  expect(busiest.slice(0, 3)).toEqual([
    { id: last[0], name: null, success: 3, denied: 1, error: 0 },
    { id: last[1], name: null, success: 3, denied: 0, error: 1 },
    before.busiest[0],
  ]);
}, 60_000);

test('who counts what others count at the same time never replaces more by less', async () => {
  const week = newWeek();
  const [id] = await newKeys(1);
  const tally = (calls: number) =>
    tallyOf(cutIntoSlices(Array.from({ length: calls }, () => callAt(week.end, {}, id))));
  const period = `${dateOf(week.end)}T11`;
  const ttl = keptUntil(period, 3650);
  for (const calls of [3, 5, 4, 1]) await putTally(bench.tables, period, tally(calls), ttl);
  const items = await itemsIn(`TALLY#${dateOf(week.end)}`);
  expect(items).toMatchObject([{ sk: period, total: 5, counts: { success: 5 } }]);
});

test('what is delivered after its minute was counted is counted as well, though its recorder has marked it before', async () => {
  const week = newWeek();
  const [id] = await newKeys(1);
  const record = week.recorder();
  await record([callAt(week.end, { requestId: 'in time' }, id)]);
  await week.fold();
  expect(await itemsIn('DUE#PERIOD')).toEqual([]);
  await record([callAt(week.end, { requestId: 'late' }, id)]);
  expect((await week.summarize()).total).toBe(2);
  week.tick(week.end + 6 * dayMs);
  await record([]);
  expect(await itemsIn('DUE#PERIOD')).toEqual([]);
  expect((await week.summarize()).total).toBe(2);
});

test('what is delivered while its minute is counted is not forgotten', async () => {
  const week = newWeek();
  const [id] = await newKeys(1);
  await week.recorder()([callAt(week.end, { requestId: 'in time' }, id)]);
  const minute = minuteOf(new Date(week.end).toISOString());
  let isDelivered = false;
  const meanwhile = answering(bench.tables, async (command, proceed) => {
    const answer = await proceed();
    const isCounted =
      command instanceof PutCommand && command.input.Item?.['pk'] === `TALLY#${outerOf(minute)}`;
    if (isCounted && !isDelivered) {
      isDelivered = true;
      await week.recorder()([callAt(week.end, { requestId: 'meanwhile' }, id)]);
    }
    return answer;
  });
  await week.fold(meanwhile);
  expect(isDelivered).toBe(true);
  expect(await itemsIn('DUE#PERIOD')).toEqual([]);
  expect((await week.summarize()).total).toBe(2);
});

test('one recorder counts for all, once a minute; where that fails the delivery is recorded all the same', async () => {
  const week = newWeek();
  const [id] = await newKeys(1);
  await week.recorder()([callAt(week.end, {}, id)]);
  const broken = answering(bench.tables, (command, proceed) => {
    const isOfTally =
      command instanceof PutCommand && String(command.input.Item?.['pk']).startsWith('TALLY#');
    return isOfTally ? Promise.reject(Object.assign(new Error('down'), { $metadata: {} })) : proceed();
  });
  await week.fold(broken);
  expect(warnings.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'WARN', message: 'Usage was not counted ahead' },
  ]);
  // Its lease still runs.
  await week.fold();
  expect(await itemsIn('DUE#PERIOD')).toHaveLength(1);
  expect((await week.summarize()).total).toBe(1);
  week.tick(week.end + 6 * dayMs);
  await week.recorder()([]);
  expect(await itemsIn('DUE#PERIOD')).toEqual([]);
  expect((await week.summarize()).total).toBe(1);
});

test('where its hour cannot be made due, a minute stays so', async () => {
  const week = newWeek();
  const [id] = await newKeys(1);
  await week.recorder()([callAt(week.end, {}, id)]);
  const minute = minuteOf(new Date(week.end).toISOString());
  const ended = answering(bench.tables, (command, proceed) => {
    const isOfHour = command instanceof PutCommand && command.input.Item?.['sk'] === outerOf(minute);
    return isOfHour && command.input.Item?.['pk'] === 'DUE#PERIOD'
      ? Promise.reject(Object.assign(new Error('down'), { $metadata: {} }))
      : proceed();
  });
  await week.fold(ended);
  expect(await itemsIn('DUE#PERIOD')).toMatchObject([{ sk: minute }]);
  expect(warnings).toHaveLength(1);
  week.tick(week.end + 6 * dayMs);
  await week.recorder()([]);
  expect(await itemsIn('DUE#PERIOD')).toEqual([]);
  expect((await week.summarize()).total).toBe(1);
});

test('it says since when it counts, and that there is too much to count in time', async () => {
  const week = newWeek();
  const body = await week.summarize();
  expect(body.countedSince).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect([body.total, body.byCode, body.byApi, body.busiest, body.mostRefused]).toEqual([0, [], [], [], []]);
  const endless = answering(bench.tables, async (command, proceed) =>
    command instanceof QueryCommand ? { Items: [], LastEvaluatedKey: { pk: 'a', sk: 'b' } } : proceed(),
  );
  const { status, body: problem } = await usageApiOver(endless)('getUsageSummary', {});
  expect([status, problem.detail]).toEqual([503, expect.stringContaining('fewer days')]);
});

test('an owner is refused: what others do shows in it', async () => {
  const authorizer = { ...administrator, userId: 'ada@example.com', scopes: '["database:read"]' };
  const { status, body } = await usageApiOver(bench.tables)('getUsageSummary', { authorizer });
  expect([status, body.missingScopes]).toEqual([403, ['api-keys:manage']]);
});
