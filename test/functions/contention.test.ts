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
const contended = (times: number) => cancelling(engine.tables, times, conflict);

const changes: [OperationId, Sent, number][] = [
  ['updateApiKey', { body: { description: 'changed' } }, 200],
  ['pauseApiKey', {}, 200],
  ['deleteApiKey', {}, 204],
];

describe('contention that ends within a second is not seen', () => {
  test('on creating', async () => {
    const faults = contended(3);
    const answer = await apiOver(faults.tables).call('createApiKey', fresh());
    expect([answer.status, faults.attempts()]).toEqual([201, 4]);
    expect((await calm.call('getApiKey', { id: answer.body.id })).status).toBe(200);
  });

  test.each(changes)('on %s', async (operationId, sent, status) => {
    const { id } = await create();
    const faults = contended(3);
    const answer = await apiOver(faults.tables).call(operationId, { id, ...sent });
    expect([answer.status, faults.attempts()]).toEqual([status, 4]);
  });
});

describe('contention that does not end is a conflict, never a fault', () => {
  test('on creating', async () => {
    const answer = await apiOver(contended(forEver).tables).call('createApiKey', fresh());
    expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT']);
  });

  test('on creating with a name that somebody has: the name is taken', async () => {
    const { name } = await create();
    const answer = await apiOver(contended(forEver).tables).call('createApiKey', { body: { name } });
    expect([answer.status, answer.body.code]).toEqual([409, 'NAME_TAKEN']);
    expect(answer.body.errors).toEqual([{ field: 'name', message: 'Name should be unique' }]);
    expect(answer.body.detail).toBe('Name should be unique');
  });

  test('on changing, with and without the version that the caller means', async () => {
    const answers = await Promise.all(
      changes.flatMap(([operationId, sent]) =>
        ['"1"', undefined].map(async (version) => {
          const { id } = await create();
          const headers: Sent['headers'] = version === undefined ? {} : { 'If-Match': version };
          const { status, body } = await apiOver(contended(forEver).tables).call(operationId, {
            id,
            ...sent,
            headers,
          });
          return [status, body.code];
        }),
      ),
    );
    expect(answers).toEqual(
      changes.flatMap(() => [
        [412, 'PRECONDITION_FAILED'],
        [409, 'CONFLICT'],
      ]),
    );
  });
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

test.each(['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'])(
  'a transaction cancelled for %s is 503, to be tried again',
  async (reason) => {
    const { id } = await create();
    const api = apiOver(cancelling(engine.tables, forEver, () => ['None', reason]).tables);
    for (const [operationId, sent] of [...changes, ['createApiKey', fresh()] as const]) {
      const { status, body, headers } = await api.call(operationId, { id, ...sent });
      expect([status, body.code, headers['Retry-After']]).toEqual([503, 'UNAVAILABLE', '1']);
    }
  },
);

test('of simultaneous changes each is made once or refused, and none is lost', async () => {
  const { id } = await create();
  const names = Array.from({ length: 12 }, (_, n) => `text ${n}`);
  const answers = await Promise.all(
    names.map((description) => calm.call('updateApiKey', { id, body: { description } })),
  );
  const made = answers.filter(({ status }) => status === 200);
  expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code)).toEqual(
    Array.from({ length: names.length - made.length }, () => 'CONFLICT'),
  );
  expect(new Set(made.map(({ headers }) => headers['ETag'])).size).toBe(made.length);
  expect((await calm.call('getApiKey', { id })).headers['ETag']).toBe(`"${made.length + 1}"`);
});
