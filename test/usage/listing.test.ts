import fc from 'fast-check';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { UsageEntry } from '../../lambdas/contract/usage.ts';
import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import { answering } from '../support/engine-faults.ts';
import { benchOf } from '../support/engine-keys.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { startUsageBench, type UsageBench } from './usage-bench.ts';
import { callAt, entryAt } from './usage-lines.ts';
import { nextOf, type ReadUsage, usageApiOver } from './usage-api.ts';

const dayMs = 86_400_000;
let bench: UsageBench;
let read: ReadUsage;
/** A key with the calls below. */
let id: string;
let calls: DeliveredCall[];

const newKey = async () => (await benchOf(bench.engine).add()).id;

/** Twelve deliveries whose calls lie among one another, around two ends of a day; some at the very same moment. */
function overlapping(apiKeyId: string): DeliveredCall[][] {
  const midnight = Math.floor(noon / dayMs) * dayMs;
  return Array.from({ length: 12 }, (_, stream) =>
    Array.from({ length: 12 }, (_, at) => {
      const start = [noon - 120_000, midnight - 30_000, midnight - dayMs - 20_000][stream % 3]!;
      const offset = (at * 7_919 + stream * 3_571) % 60_000;
      const time = start + (at % 4 === 0 ? 20_000 : offset);
      const outcome = (['success', 'denied', 'error'] as const)[at % 3]!;
      return callAt(time, { outcome, requestId: `${stream}-${at}` }, apiKeyId);
    }),
  );
}

async function readAll(query: Record<string, string> = {}, of = id): Promise<UsageEntry[]> {
  const entries: UsageEntry[] = [];
  let next: Record<string, string> | null = query;
  while (next !== null) {
    const answer = await read('getApiKeyUsage', { id: of, query: next });
    expect(answer.status).toBe(200);
    entries.push(...answer.body);
    next = nextOf(answer);
    if (next !== null) expect(answer.body).toHaveLength(Number(query['limit'] ?? 25));
  }
  return entries;
}

const idsOf = (entries: readonly UsageEntry[]) => entries.map(({ requestId }) => requestId);
const timesOf = (entries: readonly UsageEntry[]) => entries.map(({ at }) => at);

beforeAll(async () => {
  bench = await startUsageBench();
  // Chunks a round trip are few, so that those of one minute come in several.
  const small = answering(bench.tables, (command, proceed) => {
    if (command instanceof QueryCommand) command.input.Limit = 3;
    return proceed();
  });
  read = usageApiOver({ ...bench.tables, client: small.client }, { usageRetentionDays: 5 });
  id = await newKey();
  const deliveries = overlapping(id);
  for (const delivery of deliveries) await bench.record(delivery);
  calls = deliveries.flat();
});
afterAll(() => bench?.stop());

test.each([1, 7, 25, 100])('pages of %i: every call once, newest first', async (limit) => {
  const entries = await readAll({ limit: String(limit) });
  expect(idsOf(entries).toSorted()).toEqual(calls.map(({ entry }) => entry.requestId).toSorted());
  expect(timesOf(entries)).toEqual(timesOf(entries).toSorted().toReversed());
  expect(entries).toEqual(await readAll({ limit: '100' }));
});

test('an entry shows what the line said', async () => {
  const apiKeyId = await newKey();
  await bench.record([callAt(noon, { sourceIp: null }, apiKeyId)]);
  const { text } = await read('getApiKeyUsage', { id: apiKeyId });
  expect(JSON.parse(JSON.parse(text).body)).toEqual([entryAt(noon, { sourceIp: null })]);
  expect(text).toContain(JSON.stringify(JSON.stringify([entryAt(noon, { sourceIp: null })])));
});

test.each(['success', 'denied', 'error'])('only the calls with outcome %s', async (outcome) => {
  const entries = await readAll({ outcome, limit: '10' });
  expect(entries).toEqual((await readAll({ limit: '100' })).filter((entry) => entry.outcome === outcome));
  expect(entries).toHaveLength(48);
});

describe('only the calls that are asked for,', () => {
  let of: string;
  beforeAll(async () => {
    of = await newKey();
    const fields = [
      { requestId: 'own' },
      { requestId: 'paused', code: 'API_KEY_PAUSED', outcome: 'denied', status: 401 },
      { requestId: 'orders', api: 'orders', path: '/orders/{id}', sourceIp: '2001:db8::7' },
      { requestId: 'ordered', api: 'orders', path: '/orders', keyPrefix: 'lk_otherPr' },
      { requestId: 'asked', verified: true, path: null, sourceIp: null },
    ] as const;
    await bench.record(fields.map((each, at) => callAt(noon - at, each, of)));
    await bench.record([
      callAt(noon - dayMs, { requestId: 'far', sourceIp: '198.51.100.1', path: '/v1' }, of),
    ]);
  });

  test.each([
    [{ code: 'API_KEY_PAUSED' }, ['paused']],
    [{ code: 'VALID' }, ['own', 'orders', 'ordered', 'asked', 'far']],
    [{ code: 'NO_SUCH_CODE' }, []],
    [{ path: '/orders' }, ['ordered']],
    [{ path: '/orders*' }, ['orders', 'ordered']],
    [{ path: '/v1*' }, ['own', 'paused', 'far']],
    [{ path: '/v1' }, ['far']],
    [{ path: '*' }, ['own', 'paused', 'orders', 'ordered', 'far']],
    [{ address: '203.0.113.7' }, ['own', 'paused', 'ordered']],
    [{ address: '2001:0db8:0::7' }, ['orders']],
    [{ address: '198.51.100.0/24' }, ['far']],
    [{ address: '0.0.0.0/0' }, ['own', 'paused', 'ordered', 'far']],
    [{ api: 'orders' }, ['orders', 'ordered']],
    [{ api: '/' }, ['own', 'paused', 'far']],
    [{ api: '/verify' }, ['asked']],
    [{ keyPrefix: 'lk_otherPr' }, ['ordered']],
    [{ keyPrefix: 'lk_aB3dE5g', outcome: 'success', api: '/', path: '/v1*' }, ['own', 'far']],
  ])('%j', async (query, expected) => {
    for (const limit of ['1', '100']) {
      expect(idsOf(await readAll({ ...query, limit }, of))).toEqual(expected);
    }
  });

  test.each([
    [{ code: 'valid' }, 'code'],
    [{ path: '' }, 'path'],
    [{ address: '203.0.113' }, 'address'],
    [{ address: '203.0.113.0/33' }, 'address'],
    [{ api: 'Orders' }, 'api'],
    [{ api: '/v1' }, 'api'],
    [{ keyPrefix: 'lk' }, 'keyPrefix'],
  ])('and what is wrong with %j is told', async (query, field) => {
    const { status, body } = await read('getApiKeyUsage', { id: of, query });
    expect([status, body.errors?.[0].field]).toEqual([400, field]);
  });

  test('and a cursor belongs to its filters', async () => {
    const first = await read('getApiKeyUsage', { id: of, query: { api: '/', limit: '1' } });
    const { status, body } = await read('getApiKeyUsage', {
      id: of,
      query: { ...nextOf(first)!, api: 'orders' },
    });
    expect([status, body.errors?.[0].field]).toEqual([400, 'cursor']);
  });
});

test.each([
  ['one moment', '2027-06-15T11:58:20.500Z', '2027-06-15T11:58:20.500Z'],
  ['the end of a day', '2027-06-14T23:59:50Z', '2027-06-15T00:00:05Z'],
  ['a date', '2027-06-14', '2027-06-14'],
  ['a time zone', '2027-06-15T01:59:55+02:00', '2027-06-15T02:00:10+02:00'],
  ['nothing', '2027-06-15T03:00:00Z', '2027-06-15T04:00:00Z'],
])('a range, both ends included: %s', async (_, from, to) => {
  const end = to.length === 10 ? Date.parse(to) + dayMs - 1 : Date.parse(to);
  const within = ({ at }: UsageEntry) => Date.parse(at) >= Date.parse(from) && Date.parse(at) <= end;
  const all = await readAll({ limit: '100' });
  expect(await readAll({ from, to, limit: '9' })).toEqual(all.filter(within));
  expect(await readAll({ from, limit: '9' })).toEqual(
    all.filter(({ at }) => Date.parse(at) >= Date.parse(from)),
  );
});

test('whatever chunks lie among one another, however they are read', async () => {
  const times = fc.array(fc.integer({ min: -150_000, max: 0 }), { minLength: 1, maxLength: 6 });
  const deliveries = fc.array(times, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(deliveries, fc.integer({ min: 1, max: 5 }), async (all, limit) => {
      const apiKeyId = await newKey();
      const sent = all.map((offsets) => offsets.map((offset) => callAt(noon + offset, {}, apiKeyId)));
      for (const delivery of sent) await bench.record(delivery);
      const entries = await readAll({ limit: String(limit) }, apiKeyId);
      const expected = sent
        .flat()
        .map(({ entry }) => entry.at)
        .toSorted()
        .toReversed();
      expect(timesOf(entries)).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});

test('many chunks that lie among one another are read page by page', async () => {
  const apiKeyId = await newKey();
  for (let at = 0; at < 130; at += 1) {
    await bench.record([0, 25_000, 50_000].map((back) => callAt(noon - at * 700 - back, {}, apiKeyId)));
  }
  const asShipped = usageApiOver(bench.tables);
  const pages: UsageEntry[][] = [];
  let query: Record<string, string> | null = { limit: '100' };
  while (query !== null) {
    const answer = await asShipped('getApiKeyUsage', { id: apiKeyId, query });
    pages.push(answer.body);
    query = nextOf(answer);
  }
  const times = timesOf(pages.flat());
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 100, 90]);
  expect(times).toEqual(times.toSorted().toReversed());
});

test('a call that comes late, and is newer than what was read, moves no page', async () => {
  const apiKeyId = await newKey();
  await bench.record([0, 1, 2, 3].map((at) => callAt(noon - 4_000 + at * 1_000, {}, apiKeyId)));
  const first = await read('getApiKeyUsage', { id: apiKeyId, query: { limit: '2' } });
  await bench.record([callAt(noon - 500, {}, apiKeyId)]);
  const second = await read('getApiKeyUsage', { id: apiKeyId, query: nextOf(first)! });
  const times = [...timesOf(first.body), ...timesOf(second.body)].map((at) => Date.parse(at) - noon);
  expect([times, nextOf(second)]).toEqual([[-1_000, -2_000, -3_000, -4_000], null]);
});

test('where nothing matches for two seconds the page is sent as it is, and the next goes on there', async () => {
  const apiKeyId = await newKey();
  const days = [0, 1, 2, 3, 4, 5].map((day) => callAt(noon - day * dayMs, {}, apiKeyId));
  for (const call of days) await bench.record([call]);
  let now = noon;
  const slow = answering(bench.tables, (command, proceed) => {
    if (command instanceof QueryCommand) now += 1_500;
    return proceed();
  });
  const tables = { ...bench.tables, client: slow.client };
  const clock = { ...clockAt(noon), now: () => now };
  let query: Record<string, string> | null = { outcome: 'denied' };
  let pages = 0;
  while (query !== null && pages < 200) {
    const answer = await usageApiOver(tables, { clock })('getApiKeyUsage', { id: apiKeyId, query });
    expect([answer.status, answer.body]).toEqual([200, []]);
    query = nextOf(answer);
    pages += 1;
  }
  expect(query).toBeNull();
  expect(pages).toBeGreaterThan(5);
});

test('no day is asked for that is ahead, or older than usage is kept', async () => {
  const days = new Set<string>();
  const watched = answering(bench.tables, (command, proceed) => {
    if (command instanceof QueryCommand) days.add(command.input.ExpressionAttributeValues![':pk']);
    return proceed();
  });
  const over = usageApiOver({ ...bench.tables, client: watched.client }, { usageRetentionDays: 3 });
  const query = { from: '0001-01-01', to: '9999-12-31', limit: '100' };
  const answer = await over('getApiKeyUsage', { id, query });
  await over('getApiKeyUsage', { id, query: nextOf(answer)! });
  expect([...days].toSorted()).toEqual(['12', '13', '14', '15'].map((day) => `${id}#2027-06-${day}`));
});
