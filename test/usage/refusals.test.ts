import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { listBinding, writeCursor } from '../../lambdas/domain/cursor.ts';
import { answering } from '../support/engine-faults.ts';
import { benchOf } from '../support/engine-keys.ts';
import { seedUser } from '../support/engine-seed.ts';
import { administrator } from '../support/memory-events.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { startUsageBench, type UsageBench } from './usage-bench.ts';
import { nextOf, type ReadUsage, usageApiOver } from './usage-api.ts';
import { callAt } from './usage-lines.ts';

const owner = { ...administrator, userId: 'ada@example.com', scopes: '[]', accessRights: '{}' };
let bench: UsageBench;
let read: ReadUsage;
/** A key of Ada's that was used twice. */
let id: string;

captureLogLines();
const newKey = async () => (await benchOf(bench.engine).add({ userId: owner.userId })).id;

beforeAll(async () => {
  bench = await startUsageBench();
  read = usageApiOver(bench.tables);
  await seedUser(bench.engine.tables, { userId: owner.userId });
  id = await newKey();
  await bench.record([callAt(noon, {}, id), callAt(noon - 1, {}, id)]);
});
afterAll(() => bench?.stop());

test.each([
  [{ from: 'yesterday' }, 'from'],
  [{ from: '2027-02-30' }, 'from'],
  [{ to: '2027-06-15T12:00:00' }, 'to'],
  [{ from: '2027-06-16T00:00:00Z', to: '2027-06-15' }, 'from'],
  [{ outcome: 'fine' }, 'outcome'],
  [{ limit: '0' }, 'limit'],
  [{ cursor: 'x' }, 'cursor'],
  [{ sort: 'at' }, 'sort'],
])('what is wrong with %j is told', async (query, field) => {
  const { status, body } = await read('getApiKeyUsage', { id, query });
  expect([status, body.errors?.[0].field]).toEqual([400, field]);
});

test.each(['nowhere', '9999-99-99T99:99:99.999Z#', '', `${new Date(noon).toISOString()}#x`])(
  'a forged cursor of position “%s” is refused',
  async (position) => {
    const cursor = writeCursor(listBinding('usage', { named: id }), position);
    const { status, body } = await read('getApiKeyUsage', { id, query: { cursor } });
    expect([status, body.errors?.[0].field]).toEqual([400, 'cursor']);
  },
);

test('a cursor is of one key and one query', async () => {
  const cursor = nextOf(await read('getApiKeyUsage', { id, query: { limit: '1' } }))!['cursor']!;
  expect((await read('getApiKeyUsage', { id, query: { cursor, outcome: 'denied' } })).status).toBe(400);
  expect((await read('getApiKeyUsage', { id: await newKey(), query: { cursor } })).status).toBe(400);
  expect((await read('getApiKeyUsage', { id, query: { cursor, limit: '2' } })).status).toBe(200);
});

test.each(['getApiKeyUsage', 'getApiKeyUsageSummary'] as const)(
  '%s is for the owner and managers',
  async (operation) => {
    const statusFor = async (authorizer: object, of = id) =>
      (await read(operation, { id: of, authorizer: { ...owner, ...authorizer } })).status;
    expect(await statusFor({})).toBe(200);
    expect(await statusFor({ userId: 'bob@example.com' })).toBe(404);
    expect(await statusFor({ userId: 'bob@example.com', scopes: '["api-keys:manage"]' })).toBe(200);
    expect(await statusFor({}, '00000000-0000-4000-a000-000000000000')).toBe(404);
    expect(await statusFor({}, 'x#y')).toBe(404);
  },
);

test.each(['getApiKeyUsage', 'getApiKeyUsageSummary'] as const)(
  '%s is 503 where DynamoDB gives no answer',
  async (operation) => {
    const down = answering(bench.tables, (command, proceed) =>
      command instanceof QueryCommand
        ? Promise.reject(Object.assign(new Error('down'), { $metadata: {} }))
        : proceed(),
    );
    const { status } = await usageApiOver({ ...bench.tables, client: down.client })(operation, { id });
    expect(status).toBe(503);
  },
);
