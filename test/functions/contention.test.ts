import { randomUUID } from 'node:crypto';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { cancelling, conflict } from '../support/engine-faults.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { captureLogLines } from '../support/memory-log.ts';
import type { Sent } from '../support/memory-events.ts';

let engine: Engine;
let calm: Api;
beforeAll(async () => {
  engine = await startEngine();
  calm = apiOver(engine.tables);
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  await seedUser(engine.tables, { userId: 'admin@example.com' });
});
afterAll(() => engine?.stop());
captureLogLines();

const forEver = Number.POSITIVE_INFINITY;
const fresh = (): Sent => ({ body: { name: randomUUID(), scopes: ['database:read'] } });
const create = async () => (await calm.call('createApiKey', fresh())).body as { id: string; name: string };

/** The API whose waiting takes no time. */
function hastening(api: Api): Api {
  const { clock } = api;
  Object.assign(clock, { sleep: async (ms: number) => clock.set(clock.now() + ms) });
  return api;
}

const changes: [OperationId, Sent, number][] = [
  ['updateApiKey', { body: { description: 'changed' } }, 200],
  ['pauseApiKey', {}, 200],
  ['deleteApiKey', {}, 204],
];
const writes: typeof changes = [['createApiKey', {}, 201], ...changes];
const withAndWithoutVersion: NonNullable<Sent['headers']>[] = [{}, { 'If-Match': '"1"' }];
/** What is sent, with a new name where it makes a key. */
const sentTo = (operationId: OperationId, sent: Sent): Sent => ({
  ...(operationId === 'createApiKey' ? fresh() : {}),
  ...sent,
});

const passing: [string, typeof conflict][] = [
  ['a conflict', conflict],
  ...['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'].map(
    (reason): (typeof passing)[number] => [reason, () => ['None', reason]],
  ),
];

describe.each(passing)('a transaction that is cancelled for %s', (_, reasons) => {
  test.each(writes)('is made again on %s, and nobody sees it', async (operationId, sent, status) => {
    const { id } = await create();
    const faults = cancelling(engine.tables, 3, reasons);
    const answer = await apiOver(faults.tables).call(operationId, { id, ...sentTo(operationId, sent) });
    expect([answer.status, faults.attempts()]).toEqual([status, 4]);
    if (operationId === 'createApiKey')
      expect((await calm.call('getApiKey', { id: answer.body.id })).status).toBe(200);
  });

  test.each(writes)('for ever is 503 on %s, and no refusal by a rule', async (operationId, sent) => {
    const { id } = await create();
    const api = hastening(apiOver(cancelling(engine.tables, forEver, reasons).tables));
    for (const headers of withAndWithoutVersion) {
      const began = api.clock.now();
      const answer = await api.call(operationId, { id, ...sentTo(operationId, sent), headers });
      expect([answer.status, answer.body.code, answer.headers['Retry-After']]).toEqual([
        503,
        'UNAVAILABLE',
        '1',
      ]);
      const waitedMs = api.clock.now() - began;
      expect(waitedMs).toBeGreaterThan(3_000);
      expect(waitedMs).toBeLessThanOrEqual(5_000);
    }
  });
});

test('a version that is not the caller’s is told at once, whoever holds the key', async () => {
  const { id } = await create();
  const faults = cancelling(engine.tables, forEver, conflict);
  for (const [operationId, sent] of changes) {
    const sentWithVersion = { id, ...sent, headers: { 'If-Match': '"7"' } };
    const { body } = await apiOver(faults.tables).call(operationId, sentWithVersion);
    expect(body.code).toBe('PRECONDITION_FAILED');
  }
  expect(faults.attempts()).toBe(0);
});

describe('who was faster', () => {
  /** While the first attempt is held up, somebody else does this. */
  const overtaken = (act: () => Promise<unknown>) =>
    apiOver(cancelling(engine.tables, 1, conflict, act).tables);

  test('changed the key: the change is made to the key as it then is', async () => {
    const { id } = await create();
    const api = overtaken(() => calm.call('updateApiKey', { id, body: { metadata: { by: 'other' } } }));
    const answer = await api.call('updateApiKey', { id, body: { description: 'mine' } });
    expect(answer).toMatchObject({
      status: 200,
      headers: { ETag: '"3"' },
      body: { description: 'mine', metadata: { by: 'other' } },
    });
  });

  test('changed the key, and the caller meant another version', async () => {
    const { id } = await create();
    const api = overtaken(() => calm.call('updateApiKey', { id, body: { description: 'other' } }));
    const sent = { id, headers: { 'If-Match': '"1"' }, body: { description: 'mine' } };
    expect((await api.call('updateApiKey', sent)).body.code).toBe('PRECONDITION_FAILED');
    expect((await calm.call('getApiKey', { id })).body.description).toBe('other');
  });

  test('deleted the key: it is not found', async () => {
    for (const [operationId, sent] of changes) {
      const { id } = await create();
      const api = overtaken(() => calm.call('deleteApiKey', { id }));
      expect((await api.call(operationId, { id, ...sent })).body.code).toBe('NOT_FOUND');
    }
  });

  test('took the name: it is taken, on creating and on renaming', async () => {
    const { id } = await create();
    for (const [operationId, more] of [
      ['createApiKey', {}],
      ['updateApiKey', { id }],
    ] as const) {
      const name = randomUUID();
      const api = overtaken(() => calm.call('createApiKey', { body: { name: name.toUpperCase() } }));
      expect((await api.call(operationId, { ...more, body: { name } })).body.code).toBe('NAME_TAKEN');
    }
  });
});

test('a name that is refused beside a conflict is refused at once', async () => {
  const faults = cancelling(engine.tables, forEver, () => ['ConditionalCheckFailed', 'TransactionConflict']);
  const answer = await apiOver(faults.tables).call('createApiKey', fresh());
  expect([answer.body.code, faults.attempts()]).toEqual(['NAME_TAKEN', 1]);
});

test('of simultaneous changes each is made once or refused, and none is lost', async () => {
  const { id } = await create();
  const names = Array.from({ length: 12 }, (_, n) => `text ${n}`);
  const answers = await Promise.all(
    names.map((description) => calm.call('updateApiKey', { id, body: { description } })),
  );
  const made = answers.filter(({ status }) => status === 200);
  expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code)).toEqual(
    Array.from({ length: names.length - made.length }, () => 'UNAVAILABLE'),
  );
  expect(new Set(made.map(({ headers }) => headers['ETag'])).size).toBe(made.length);
  expect((await calm.call('getApiKey', { id })).headers['ETag']).toBe(`"${made.length + 1}"`);
});
