import type { UsageOutcome } from '../../lambdas/contract/usage.ts';
import { usageSummary } from '../../lambdas/functions/reads/schemas.ts';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { answering } from '../support/engine-faults.ts';
import { benchOf } from '../support/engine-keys.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { startUsageBench, type UsageBench } from './usage-bench.ts';
import { callAt } from './usage-lines.ts';
import { type ReadUsage, usageApiOver } from './usage-api.ts';

const dayMs = 86_400_000;
let bench: UsageBench;
let read: ReadUsage;
let id: string;

captureLogLines();

/** Calls today, yesterday, and on days far back. */
beforeAll(async () => {
  bench = await startUsageBench();
  read = usageApiOver(bench.tables);
  ({ id } = await benchOf(bench.engine).add());
  const call = (daysAgo: number, outcome: UsageOutcome) => callAt(noon - daysAgo * dayMs, { outcome }, id);
  await bench.record([call(0, 'success'), call(0, 'denied'), call(1, 'success')]);
  await bench.record([call(0, 'success'), call(29, 'error'), call(30, 'error'), call(60, 'success')]);
});
afterAll(() => bench?.stop());

const summarize = (query: Record<string, string> = {}) => read('getApiKeyUsageSummary', { id, query });
const datesOf = (days: { date: string }[]) => days.map(({ date }) => date);

test('the last 30 days, each of them, oldest first', async () => {
  const { status, body } = await summarize();
  expect(status).toBe(200);
  expect(usageSummary.parse(body)).toEqual(body);
  expect(body).toMatchObject({
    from: '2027-05-17T00:00:00.000Z',
    to: '2027-06-15T23:59:59.999Z',
    total: 5,
    byOutcome: { success: 3, denied: 1, error: 1 },
  });
  expect(body.days).toHaveLength(30);
  expect(datesOf(body.days)).toEqual(datesOf(body.days).toSorted());
  expect(body.days[0]).toEqual({ date: '2027-05-17', success: 0, denied: 0, error: 1 });
  expect(body.days[1]).toEqual({ date: '2027-05-18', success: 0, denied: 0, error: 0 });
  expect(body.days.slice(-2)).toEqual([
    { date: '2027-06-14', success: 1, denied: 0, error: 0 },
    { date: '2027-06-15', success: 2, denied: 1, error: 0 },
  ]);
});

test.each([
  ['dates', { from: '2027-06-14', to: '2027-06-15' }, ['2027-06-14', '2027-06-15'], 4],
  [
    'parts of days, which are widened',
    { from: '2027-06-14T23:00:00Z', to: '2027-06-15T00:00:00Z' },
    ['2027-06-14', '2027-06-15'],
    4,
  ],
  [
    'another time zone',
    { from: '2027-06-15T00:00:00+02:00', to: '2027-06-15T01:00:00+02:00' },
    ['2027-06-14'],
    1,
  ],
  ['one day', { from: '2027-06-15', to: '2027-06-15' }, ['2027-06-15'], 3],
  ['what is ahead, which is cut', { from: '2027-06-15', to: '9999-12-31' }, ['2027-06-15'], 3],
])('a range of %s', async (_, query, dates, total) => {
  const { body } = await summarize(query);
  expect([datesOf(body.days), body.total]).toEqual([dates, total]);
  expect(body.from).toBe(`${dates[0]}T00:00:00.000Z`);
  expect(body.to).toBe(`${dates.at(-1)}T23:59:59.999Z`);
});

test('a beginning or an end alone', async () => {
  const since = await summarize({ from: '2027-05-16' });
  expect([since.body.days.length, since.body.total]).toEqual([31, 6]);
  const until = await summarize({ to: '2027-06-14' });
  expect([until.body.from, until.body.to]).toEqual(['2027-05-16T00:00:00.000Z', '2027-06-14T23:59:59.999Z']);
  expect(until.body.total).toBe(3);
});

test('all that is kept: the oldest day counts in whole', async () => {
  const { body } = await usageApiOver(bench.tables, { usageRetentionDays: 30 })('getApiKeyUsageSummary', {
    id,
    query: { from: '0001-01-01' },
  });
  expect([body.from, body.days.length, body.total]).toEqual(['2027-05-16T00:00:00.000Z', 31, 6]);
});

test.each([
  ['ahead', { from: '2098-01-01', to: '2099-01-01' }, '2098-01-01', '2099-01-01'],
  ['forgotten', { from: '2001-01-01', to: '2001-01-02' }, '2001-01-01', '2001-01-02'],
  ['at the end of time', { from: '9999-12-31T23:59:59-23:00' }, '9999-12-31', '9999-12-31'],
])('a range that is %s has no days', async (_, query, from, to) => {
  const { status, body } = await summarize(query);
  const counts = { total: 0, byOutcome: { success: 0, denied: 0, error: 0 }, days: [] };
  expect([status, body]).toEqual([
    200,
    { from: `${from}T00:00:00.000Z`, to: `${to}T23:59:59.999Z`, ...counts },
  ]);
});

test.each([
  [{ from: '2027-06-15T13:00:00Z', to: '2027-06-15T12:00:00Z' }, 'from'],
  [{ to: 'tomorrow' }, 'to'],
  [{ limit: '5' }, 'limit'],
])('what is wrong with %j is told', async (query, field) => {
  const { status, body } = await summarize(query);
  expect([status, body.errors?.[0].field]).toEqual([400, field]);
});

test('more than can be counted in time is 503 with a text that says what to do', async () => {
  let now = noon;
  const slow = answering(bench.tables, (command, proceed) => {
    if (command instanceof QueryCommand) now += 1_000;
    return proceed();
  });
  const over = usageApiOver(
    { ...bench.tables, client: slow.client },
    { clock: { ...clockAt(noon), now: () => now } },
  );
  const { status, body } = await over('getApiKeyUsageSummary', { id });
  expect([status, body.detail]).toEqual([503, expect.stringContaining('fewer days')]);
});

test('no more is read than one request may cost, however fast it is', async () => {
  let pages = 0;
  const endless = answering(bench.tables, async (command, proceed) => {
    if (!(command instanceof QueryCommand)) return proceed();
    pages += 1;
    return { Items: [], LastEvaluatedKey: { pk: 'a', sk: 'b' } };
  });
  const over = usageApiOver({ ...bench.tables, client: endless.client });
  const { status, body } = await over('getApiKeyUsageSummary', { id });
  expect([status, body.detail]).toEqual([503, expect.stringContaining('fewer days')]);
  expect(pages).toBeLessThanOrEqual(8 + 128 + 8);
});

test('eight days are asked at a time, no more', async () => {
  let open = 0;
  let most = 0;
  const watched = answering(bench.tables, async (command, proceed) => {
    if (!(command instanceof QueryCommand)) return proceed();
    open += 1;
    most = Math.max(most, open);
    const answer = await proceed();
    open -= 1;
    return answer;
  });
  await usageApiOver({ ...bench.tables, client: watched.client })('getApiKeyUsageSummary', { id });
  expect(most).toBe(8);
});
