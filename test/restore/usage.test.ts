import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { lastUseKey } from '../../lambdas/contract/last-use-item.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import { createUsageChunkWriter } from '../../lambdas/store/usage-chunks.ts';
import { fillUsage } from '../../scripts/restore/write/fill-usage.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { benchOf } from '../support/engine-keys.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { answering } from '../support/engine-faults.ts';
import { usageApiOver } from '../usage/usage-api.ts';
import { recorderOver } from '../usage/usage-bench.ts';
import { callAt, deliveryOfCalls } from '../usage/usage-lines.ts';
import { itemsOf } from './table-pairs.ts';

let first: Engine;
let copy: Engine;
let live: Engine;
beforeAll(async () => {
  first = await startEngine();
});
beforeEach(async () => {
  copy = await startEngine(first.endpoint);
  live = await startEngine(first.endpoint);
});
afterEach(async () => {
  await live?.stop();
  await copy?.stop();
});
afterAll(() => first?.stop());

const progress = { show: () => {}, end: () => {} };
const use = ({ tables }: Engine, apiKeyId: ApiKeyId, usedAtMs: number) =>
  createUseNoter(tables)({ apiKeyId, keyPrefix: 'lk_aB3dE5g', usedAtMs });
const fill = (isApplied: boolean, planned: string[] = [], client = copy.tables.client) =>
  fillUsage(
    client,
    { copy: copy.tables.usage, live: live.tables.usage, registry: live.tables.registry },
    {
      planned: new Set(planned),
      now: noon,
      isApplied,
      progress,
      usageRetentionDays: settings.usageRetentionDays,
      newStamp: randomUUID,
    },
  );

test('usage comes back, and last uses of the keys that are there or come back: of no key that has ended', async () => {
  const { add } = benchOf(live);
  const [alive, newer] = [(await add()).id, (await add()).id];
  const planned = apiKeyIdOf('eeeeeeee-0000-4000-a000-000000000000');
  const ended = apiKeyIdOf('ffffffff-0000-4000-a000-000000000000');
  for (const id of [alive, newer, planned, ended]) await use(copy, id, noon);
  await use(live, newer, noon + 120_000);
  const lines = { success: ['0123456789abcdef'], denied: [], error: [] };
  const counts = { success: 1, denied: 0, error: 0 };
  const chunk = { day: '2027-06-15', counts, lines, repeats: {}, entries: [] };
  const putChunk = createUsageChunkWriter(copy.tables, settings);
  for (const id of [alive, ended]) await putChunk({ ...chunk, apiKeyId: id, name: 'a' });
  const outdated = { pk: `${alive}#2020-01-01`, sk: 'a', ttl: 1 };
  await copy.tables.client.send(new PutCommand({ TableName: copy.tables.usage, Item: outdated }));

  expect(await fill(false, [planned])).toBe(4);
  expect(await itemsOf(live.tables, live.tables.usage)).toHaveLength(1);
  expect(await fill(true, [planned])).toBe(4);
  const items = await itemsOf(live.tables, live.tables.usage);
  expect(items).toHaveLength(5);
  expect(new Set(items.map(({ pk }) => pk))).toEqual(
    new Set([
      `${alive}#2027-06-15`,
      `${ended}#2027-06-15`,
      ...[alive, newer, planned].map((id) => lastUseKey(id).pk),
    ]),
  );
  expect(items.find(({ pk }) => pk === lastUseKey(newer).pk)).toMatchObject({
    'secret#lk_aB3dE5g': noon + 120_000,
  });
  expect(await fill(true, [planned])).toBe(0);
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Calls of each of these times, one delivery for each, and what is over by a moment counted ahead. */
async function recorded({ tables }: Engine, times: readonly number[], foldedAtMs: number): Promise<void> {
  let now = 0;
  const record = recorderOver(tables, {}, () => now);
  for (const at of times) {
    now = at;
    await record(deliveryOfCalls([callAt(at)]));
  }
  now = foldedAtMs;
  await record(deliveryOfCalls([]));
}
const summaryOf = async ({ tables }: Engine) => (await usageApiOver(tables)('getUsageSummary', {})).body;
const calledOn = async (engine: Engine) => {
  const { days, countedSince } = await summaryOf(engine);
  const counted = days.filter(({ success }: any) => success > 0);
  return { countedSince, days: counted.map(({ date, success }: any) => [date, success]) };
};
const dueIn = async ({ tables }: Engine) =>
  (await itemsOf(tables, tables.usage))
    .filter(({ pk }) => pk === 'DUE#PERIOD')
    .map(({ sk }) => String(sk))
    .toSorted();

const lost = noon - 2 * hourMs;
/** A day that was over, and one that the table was lost on: partly counted, and partly due. */
const before = [
  lost - 2 * dayMs - hourMs,
  lost - dayMs,
  lost - dayMs + hourMs,
  lost - 3 * hourMs,
  lost - minuteMs,
  lost,
  lost + 1,
];
/** Of the minute in which it was lost as well. */
const after = [lost + 30_000, lost + 30_001, lost + minuteMs, noon - 40 * minuteMs];
/** Delivered late, of a day that had been counted, and not counted before the table was lost. */
const late = [lost - 2 * dayMs, lost - 2 * dayMs + minuteMs];
const all = [
  ['2027-06-13', 3],
  ['2027-06-14', 2],
  ['2027-06-15', 8],
];

async function lose(): Promise<void> {
  await recorded(copy, before, lost + minuteMs);
  await recorded(copy, late, lost + minuteMs);
  await recorded(live, after, noon + 13 * hourMs);
  expect((await calledOn(live)).days).toEqual([['2027-06-15', 4]]);
}

async function expectAllCounted(foldedAtMs: number): Promise<void> {
  const restored = { days: all, countedSince: new Date(before[0]!).toISOString() };
  expect(await calledOn(live)).toEqual(restored);
  await recorded(live, [], foldedAtMs);
  expect(await dueIn(live)).toEqual([]);
  expect(await calledOn(live)).toEqual(restored);
}

test('a day that both tables have calls of is counted anew; one that is all the copy’s is not', async () => {
  await lose();
  await fill(false);
  expect((await calledOn(live)).days).toEqual([['2027-06-15', 4]]);
  await fill(true);
  const due = await dueIn(live);
  expect(due).toEqual(expect.arrayContaining(['2027-06-15T07:00', '2027-06-15T09:59', '2027-06-15T10:00']));
  const ofOthers = due.filter((period) => !period.startsWith('2027-06-15'));
  expect(ofOthers).toEqual(['2027-06-13T10:00', '2027-06-13T10:01']);
  await expectAllCounted(noon + 14 * hourMs);
  await fill(true);
  await expectAllCounted(noon + 15 * hourMs);
});

test('it is counted whole though recorders count meanwhile, and though the run ended in its midst', async () => {
  await lose();
  let puts = 0;
  const failAt = 9;
  const { client } = answering(copy.tables, async (command, proceed) => {
    if (!(command instanceof PutCommand)) return proceed();
    puts += 1;
    if (puts === failAt) throw new Error('the run ended');
    const answer = await proceed();
    await recorded(live, [], noon + (14 + puts) * hourMs);
    return answer;
  });
  await expect(fill(true, [], client)).rejects.toThrow('the run ended');
  await fill(true, [], client);
  expect(puts).toBeGreaterThan(2 * failAt);
  const { days } = await calledOn(live);
  expect(days).toEqual(all);
  await recorded(live, [], noon + 1_000 * hourMs);
  expect([await dueIn(live), (await calledOn(live)).days]).toEqual([[], all]);
});
