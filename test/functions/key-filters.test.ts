import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import type { ProtectedApi } from '../../lambdas/domain/apis/protected-api.ts';
import { emptyChain } from '../../lambdas/domain/audit/audit.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { dayMs } from '../../lambdas/domain/time.ts';
import { toAttributes } from '../../lambdas/store/api-key-item.ts';
import { apiKeyKey } from '../../lambdas/store/keys.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import type { CallNeeds } from '../../lambdas/domain/usage/key-needs.ts';
import { toProtectedApiItem } from '../../lambdas/store/protected-api-item.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { administrator } from '../support/memory-events.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { mintKey } from '../support/memory-records.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
let api: Api;
let keys: ApiKey[];

const random = predictableRandom('filters');
const users = {
  'ada@example.com': ['reader'],
  'bob@example.com': ['reader', 'writer'],
  'eve@example.com': [],
};
type UserId = keyof typeof users;
const people = Object.keys(users) as UserId[];
/** What they grant, as texts of what calls need. */
const grants: Record<UserId, readonly string[]> = {
  'ada@example.com': ['["orders:read"]'],
  'bob@example.com': ['["orders:read"]', '["orders:write"]', '["sales","module","model","read"]'],
  'eve@example.com': [],
};
const daysAgo = (days: number) => noon - days * dayMs;
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Keys of every age, use, expiry, type and limit, in no relation to one another. */
function anyKeyAt(at: number): ApiKey {
  const { key } = mintKey(
    {
      name: `key ${at}`,
      userId: people[at % 3] as string,
      type: at % 4 === 0 ? 'admin' : 'end-user',
      expiresAt: [null, noon + 5 * dayMs, noon + 20 * dayMs, daysAgo(1)][at % 5] ?? null,
      scopes: [null, ['orders:read'], []][at % 7] ?? null,
      accessRights: at % 2 === 0 ? null : {},
    },
    { random, now: daysAgo([0, 30, 91, 200][at % 11] ?? 120) },
  );
  const lastUsedAt = [null, daysAgo(1), daysAgo(100), daysAgo(90)][at % 6] ?? null;
  const lastRotatedAt = at % 8 === 0 && key.createdAt < daysAgo(10) ? daysAgo(10) : null;
  return { ...key, lastRotatedAt, pausedBy: at % 9 === 0 ? 'owner' : null, lastUsedAt };
}

/** What the first call with a key needed; null where no call was let through. */
function firstNeedsAt(at: number): CallNeeds | null {
  const all = grants['bob@example.com'];
  const texts = [[], all.slice(0, 1), all, null][Math.floor(at / 7) % 4] ?? null;
  return texts === null ? null : { texts, untoldAtMs: at % 13 === 7 ? daysAgo(3) : null };
}

/** Held of its own, or by its user: no wildcard covers anything here. */
function isBroad(key: ApiKey): boolean {
  const at = keys.indexOf(key);
  const first = key.lastUsedAt === null ? null : firstNeedsAt(at);
  if (first === null || isExpired(key) || key.pausedBy !== null) return false;
  if (key.createdAt > daysAgo(30) || first.untoldAtMs !== null) return false;
  const byUser = grants[key.userId as UserId];
  const isRight = (text: string) => text.includes('module');
  const scopes =
    key.scopes?.map((scope) => JSON.stringify([scope])) ?? byUser.filter((text) => !isRight(text));
  const rights = key.accessRights === null ? byUser.filter(isRight) : [];
  return [...scopes, ...rights].some((text) => !first.texts.includes(text));
}

beforeAll(async () => {
  engine = await startEngine();
  const { tables } = engine;
  await seedRole(tables, 'reader', { scopes: ['orders:read'], accessRights: {} });
  await seedRole(tables, 'writer', {
    scopes: ['orders:write'],
    accessRights: { projects: { sales: { modules: { model: 'read' } } } },
  });
  for (const userId of people) await seedUser(tables, { userId, roles: users[userId], status: 'active' });
  keys = Array.from({ length: 120 }, (_, at) => anyKeyAt(at));
  for (let at = 0; at < keys.length; at += 25) {
    const puts = keys.slice(at, at + 25).map((key) => ({
      PutRequest: { Item: { ...apiKeyKey(key.id), ...toAttributes(key, settings.retentionDays) } },
    }));
    await tables.client.send(new BatchWriteCommand({ RequestItems: { [tables.registry]: puts } }));
  }
  const note = createUseNoter(tables);
  for (const [at, { id: apiKeyId, keyPrefix, lastUsedAt: usedAtMs, createdAt }] of keys.entries()) {
    const first = firstNeedsAt(at);
    if (usedAtMs === null) continue;
    if (first !== null) await note({ apiKeyId, keyPrefix, usedAtMs: createdAt, needs: first });
    await note({ apiKeyId, keyPrefix, usedAtMs });
  }
  const model = { project: 'sales', module: 'model' } as const;
  await putApi('orders', [{ method: 'POST', path: '/orders', scopes: ['orders:write'] }]);
  await putApi('models', [
    { method: 'GET', path: '/{project}', project: '{project}', module: 'model', action: 'read' },
    { method: 'PUT', path: '/models', ...model, action: 'write' },
  ]);
  await putApi('open', [{ method: 'GET', path: '/' }]);
  await putApi('closed', [{ method: 'PUT', path: '/models', ...model, action: 'write' }]);
  api = apiOver(tables);
}, 60_000);
afterAll(() => engine?.stop());

async function putApi(name: string, routes: Parameters<typeof routeSetOf>[0]): Promise<void> {
  const record: ProtectedApi = {
    name,
    description: '',
    enforcement: 'deny',
    people: false,
    unauthenticated: '403',
    gateway: { accountId: '123456789012', apiId: 'a1b2c3', stage: name },
    current: routeSetOf(routes),
    previous: null,
    managedBy: null,
    former: null,
    createdAt: noon,
    updatedAt: noon,
    version: 1,
    chain: emptyChain,
  };
  const { client, registry } = engine.tables;
  await client.send(new PutCommand({ TableName: registry, Item: toProtectedApiItem(record) }));
}

type Query = Record<string, string>;
const as = (userId: string) => ({ ...administrator, userId, roles: '[]', scopes: '[]', accessRights: '{}' });

/** Follows every `Link`. */
async function idsOf(query: Query, authorizer = administrator): Promise<string[]> {
  const ids: string[] = [];
  let next: Query | null = { limit: '40', ...query };
  while (next !== null) {
    const { status, body, headers } = await api.call('listApiKeys', { query: next, authorizer });
    if (status !== 200) throw new Error(JSON.stringify(body));
    ids.push(...body.map(({ id }: { id: string }) => id));
    const url = headers['Link']?.match(/^<([^>]+)>; rel="next"$/)?.[1];
    next = url === undefined ? null : Object.fromEntries(new URL(url).searchParams);
  }
  return ids;
}
const wanted = (matches: (key: ApiKey) => boolean) =>
  keys
    .filter(matches)
    .map(({ id }) => id)
    .toSorted();
const isExpired = ({ expiresAt }: ApiKey) => expiresAt !== null && expiresAt <= noon;
const rolesOf = ({ userId }: ApiKey) => users[userId as UserId] as readonly string[];
const soon = new Date(noon + 10 * dayMs).toISOString();
const now = new Date(noon).toISOString();

const filters: [Query, (key: ApiKey) => boolean][] = [
  [{ status: 'active,paused' }, (key) => !isExpired(key)],
  [{ status: 'expired,paused' }, (key) => isExpired(key) || key.pausedBy !== null],
  [{ type: 'admin,end-user' }, () => true],
  [{ userId: 'ada@example.com,EVE@example.com' }, ({ userId }) => userId !== 'bob@example.com'],
  [{ expiresBefore: soon }, ({ expiresAt }) => expiresAt !== null && expiresAt < noon + 10 * dayMs],
  [{ expiresAfter: now }, ({ expiresAt }) => expiresAt !== null && expiresAt >= noon],
  [{ expiresAfter: now, expiresBefore: soon }, ({ expiresAt }) => expiresAt === noon + 5 * dayMs],
  [
    { expiresAfter: new Date(noon + 5 * dayMs).toISOString(), expiresBefore: soon },
    ({ expiresAt }) => expiresAt === noon + 5 * dayMs,
  ],
  [{ neverExpires: 'true' }, ({ expiresAt }) => expiresAt === null],
  [{ neverExpires: 'false' }, ({ expiresAt }) => expiresAt !== null],
  [{ neverExpires: 'true', expiresBefore: soon }, () => false],
  [{ unlimited: 'true' }, ({ scopes, accessRights }) => scopes === null && accessRights === null],
  [{ unlimited: 'false' }, ({ scopes, accessRights }) => scopes !== null || accessRights !== null],
  [{ broad: 'true' }, isBroad],
  [{ broad: 'false' }, (key) => !isBroad(key)],
  [{ broad: 'true', role: 'writer' }, (key) => isBroad(key) && rolesOf(key).includes('writer')],
  [{ neverUsed: 'true' }, ({ lastUsedAt }) => lastUsedAt === null],
  [{ neverUsed: 'false' }, ({ lastUsedAt }) => lastUsedAt !== null],
  [
    { usedBefore: day(daysAgo(90)) },
    ({ createdAt, lastUsedAt }) =>
      createdAt < Date.parse(day(daysAgo(90))) &&
      (lastUsedAt === null || lastUsedAt < Date.parse(day(daysAgo(90)))),
  ],
  [
    { rotatedBefore: new Date(daysAgo(90)).toISOString() },
    ({ lastRotatedAt, createdAt }) => (lastRotatedAt ?? createdAt) < daysAgo(90),
  ],
  [{ role: 'writer' }, (key) => rolesOf(key).includes('writer')],
  [{ role: 'writer,reader' }, (key) => rolesOf(key).length > 0],
  [{ role: 'nobody' }, () => false],
  [{ api: 'orders' }, (key) => rolesOf(key).includes('writer') && key.scopes === null],
  [{ api: 'models' }, (key) => rolesOf(key).includes('writer') && key.accessRights === null],
  [{ api: 'closed' }, () => false],
  [{ api: 'open' }, (key) => rolesOf(key).length > 0],
  [{ api: 'closed,orders' }, (key) => rolesOf(key).includes('writer') && key.scopes === null],
  [{ api: 'unknown' }, () => false],
];

describe.each(filters)('%j', (query, matches) => {
  test.each(['-createdAt', 'name', 'expiresAt', '-expiresAt'])(
    'sorted by %s gives each key that meets it once, and no other',
    async (sort) => {
      expect((await idsOf({ ...query, sort })).toSorted()).toEqual(wanted(matches));
    },
  );

  test('gives an owner those of their own', async () => {
    const caller = { ...as('bob@example.com'), scopes: '["apis:read"]' };
    const own = wanted((key) => key.userId === 'bob@example.com' && matches(key));
    expect((await idsOf(query, caller)).toSorted()).toEqual(own);
  });
});

describe('counts', () => {
  const count = async (query: Query, authorizer = administrator) => {
    const { status, body, headers } = await api.call('countApiKeys', { query, authorizer });
    expect([status, headers['Link']]).toEqual([200, undefined]);
    return body;
  };

  /** What the list with one filter more has. */
  const alike: [(counts: any) => number, Query][] = [
    [({ total }) => total, {}],
    [({ byStatus }) => byStatus.active, { status: 'active' }],
    [({ byStatus }) => byStatus.paused, { status: 'paused' }],
    [({ byStatus }) => byStatus.expired, { status: 'expired' }],
    [({ byType }) => byType.admin, { type: 'admin' }],
    [({ byType }) => byType['end-user'], { type: 'end-user' }],
    [
      ({ expiring }) => expiring,
      { expiresAfter: now, expiresBefore: new Date(noon + 14 * dayMs).toISOString() },
    ],
    [({ neverExpiring }) => neverExpiring, { neverExpires: 'true' }],
    [({ unused }) => unused, { usedBefore: day(daysAgo(90)) }],
    [({ unrotated }) => unrotated, { rotatedBefore: new Date(daysAgo(90)).toISOString() }],
    [({ unlimited }) => unlimited, { unlimited: 'true' }],
    [({ broad }) => broad, { broad: 'true' }],
  ];
  const callers = fc.constantFrom(administrator, as('ada@example.com'), as('eve@example.com'));
  const anyFilter = fc.constantFrom<Query>(
    {},
    { search: 'key 1' },
    { userId: 'bob@example.com' },
    { neverUsed: 'true' },
    { createdVia: 'none' },
  );

  test('are as many as the list has, for whoever asks with whatever filter', async () => {
    await fc.assert(
      fc.asyncProperty(callers, anyFilter, async (caller, filter) => {
        const counts = await count(filter, caller);
        expect(counts.asOf).toBe(now);
        for (const [numberOf, more] of alike) {
          const filters = Object.keys(more).some((name) => name in filter) ? null : { ...filter, ...more };
          if (filters === null) continue;
          expect([more, numberOf(counts)]).toEqual([more, (await idsOf(filters, caller)).length]);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('tell an owner of no key but their own', async () => {
    const own = keys.filter(({ userId }) => userId === 'ada@example.com');
    const counts = await count({}, as('ada@example.com'));
    expect(counts.total).toBe(own.length);
    expect(counts.unlimited).toBe(
      own.filter(({ scopes, accessRights }) => scopes === null && accessRights === null).length,
    );
    expect((await count({ userId: 'bob@example.com' }, as('ada@example.com'))).total).toBe(0);
  });
});

describe('what the caller may not read otherwise', () => {
  const manager = { ...as('ada@example.com'), scopes: '["api-keys:manage"]' };

  test.each<[Query, string]>([
    [{ role: 'reader' }, 'users:read'],
    [{ api: 'open' }, 'apis:read'],
  ])('%j needs %s', async (query, scope) => {
    for (const operation of ['listApiKeys', 'countApiKeys'] as const) {
      const { status, body } = await api.call(operation, { query, authorizer: manager });
      expect([status, body.missingScopes]).toEqual([403, [scope]]);
      const holder = { ...manager, scopes: JSON.stringify(['api-keys:manage', scope]) };
      expect((await api.call(operation, { query, authorizer: holder })).status).toBe(200);
    }
  });

  test('roles of one’s own are not among it', async () => {
    const own = { ...as('ada@example.com') };
    expect(await idsOf({ role: 'writer' }, own)).toEqual([]);
    expect(await idsOf({ role: 'reader' }, own)).toHaveLength(40);
  });
});

describe('read units', () => {
  async function readOf(operation: 'listApiKeys' | 'countApiKeys', query: Query) {
    const consumed: Record<string, number> = {};
    const client = {
      async send(command: { constructor: { name: string }; input: object }) {
        Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
        const answer: any = await engine.tables.client.send(command as never);
        for (const { TableName, CapacityUnits } of [answer.ConsumedCapacity].flat()) {
          const kind = TableName === engine.tables.usage ? 'uses' : command.constructor.name;
          consumed[kind] = (consumed[kind] ?? 0) + CapacityUnits;
        }
        return answer;
      },
    };
    const counted = apiOver({ ...engine.tables, client: client as never });
    const { status } = await counted.call(operation, { query: { ...query } });
    expect(status).toBe(200);
    return consumed;
  }
  const bytes = (of = keys) => of.reduce((sum, key) => sum + JSON.stringify(toAttributes(key, 30)).length, 0);

  test('of counts are those of the records and of the users of keys that may be broad, and half a one for each key that may be that or unused', async () => {
    const { QueryCommand, uses, BatchGetCommand, ...others } = await readOf('countApiKeys', {});
    const isWatched = (key: ApiKey) =>
      key.createdAt <= daysAgo(30) && !isExpired(key) && key.pausedBy === null;
    const old = keys.filter((key) => key.createdAt < Date.parse(day(daysAgo(90))) || isWatched(key));
    expect(uses).toBe(old.length / 2);
    expect(QueryCommand).toBeLessThan(bytes() / 8_192 + 2);
    // Each user and role once, however many keys are theirs.
    expect(BatchGetCommand).toBeLessThanOrEqual((people.length + 2) / 2);
    expect(others).toEqual({});
  });

  test('of a filter by use are those of keys alone that meet the others', async () => {
    const { uses } = await readOf('listApiKeys', { neverUsed: 'true', type: 'admin', limit: '100' });
    const admins = keys.filter(({ type }) => type === 'admin');
    expect(uses).toBe(admins.length / 2);
  });

  test('of a filter by role are half a one for each user, once', async () => {
    const { BatchGetCommand } = await readOf('listApiKeys', { role: 'writer', limit: '100' });
    expect(BatchGetCommand).toBe(people.length / 2);
  });

  test('of an order by expiry are none of the keys that expire before its bounds', async () => {
    const query = { sort: 'expiresAt', limit: '100', expiresAfter: '2030-01-01' };
    const { QueryCommand } = await readOf('listApiKeys', query);
    const behind = keys.filter(({ expiresAt }) => expiresAt === null);
    expect(QueryCommand).toBeLessThan(bytes(behind) / 8_192 + 2);
    const whole = await readOf('listApiKeys', { sort: 'expiresAt', limit: '100', type: 'admin' });
    expect(QueryCommand).toBeLessThan((whole['QueryCommand'] ?? 0) / 2);
  });
});

test.each<[Query, string]>([
  [{ status: 'active,gone' }, 'status'],
  [{ status: '' }, 'status'],
  [{ type: 'admin,,' }, 'type'],
  [{ userId: Array(21).fill('ada@example.com').join(',') }, 'userId'],
  [{ neverUsed: 'yes' }, 'neverUsed'],
  [{ broad: 'yes' }, 'broad'],
  [{ usedBefore: '2027-06-15T00:00:00Z' }, 'usedBefore'],
  [{ expiresBefore: 'tomorrow' }, 'expiresBefore'],
  [{ sort: 'lastUsedAt' }, 'sort'],
])('%j is refused, and the field is named', async (query, field) => {
  const { status, body } = await api.call('listApiKeys', { query });
  expect([status, body.errors.map((error: { field: string }) => error.field)]).toEqual([400, [field]]);
});

test('a cursor of counts is good for its filters and its caller, and nothing else is', async () => {
  for (const cursor of ['x', 'AAAA', Buffer.alloc(200).toString('base64url')]) {
    const { status, body } = await api.call('countApiKeys', { query: { cursor } });
    expect([status, body.errors[0].field]).toEqual([400, 'cursor']);
  }
});

test('some keys of each user who may do anything are broad, and others of them are not', () => {
  for (const userId of people.slice(0, 2)) {
    const own = keys.filter((key) => key.userId === userId);
    expect(new Set(own.map(isBroad))).toEqual(new Set([true, false]));
  }
});
