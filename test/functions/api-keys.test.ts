import { randomUUID } from 'node:crypto';
import { hashSecret, isWellFormedSecret } from '../../lambdas/domain/keys/secret.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { administrator, type Sent } from '../support/memory-events.ts';

let engine: Engine;
let api: Api;
beforeAll(async () => {
  engine = await startEngine();
  api = apiOver(engine.tables, { keyPolicy: { requireExpiry: false, maxLifetimeDays: 365 } });
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  for (const userId of ['admin@example.com', 'ada@example.com', 'bob@example.com']) {
    await seedUser(engine.tables, { userId });
  }
  await seedUser(engine.tables, { userId: 'disabled@example.com', status: 'disabled' });
  await seedUser(engine.tables, { userId: 'no-roles@example.com', roles: [] });
});
afterAll(() => engine?.stop());

const ada = { ...administrator, userId: 'ada@example.com', scopes: '["database:*"]', accessRights: '{}' };
const body = (fields: object = {}): object => ({
  name: randomUUID(),
  scopes: ['database:read'],
  accessRights: {},
  expiresIn: '30d',
  ...fields,
});
const create = (fields: object = {}, sent: Sent = {}) =>
  api.call('createApiKey', { body: body(fields), ...sent });

describe('creating', () => {
  test('shows the secret once, and stores its hash only', async () => {
    const { status, headers, body: made } = await create();
    expect(status).toBe(201);
    expect(headers).toMatchObject({
      ETag: '"1"',
      Location: `https://api.example.com/api/v1/api-keys/${made.id}`,
    });
    expect(isWellFormedSecret(made.key, ['lk'])).toBe(true);
    expect(made.keyPrefix).toBe(made.key.slice(0, 10));
    const { key, ...record } = made;
    expect((await api.call('getApiKey', { id: made.id })).body).toEqual(record);
    const stored = JSON.stringify(await engine.contents());
    expect(stored).toContain(hashSecret(key));
    expect(stored).not.toContain(key.slice(0, 20));
  });

  test('shows the record in the documented order, however the table gives it back', async () => {
    const rights = { environments: { prod: ['read'] }, modules: { model: 'read' } };
    const { body: made } = await create({ accessRights: { projects: { sales: rights } } });
    const { body: record } = await api.call('getApiKey', { id: made.id });
    const members =
      'id name description keyPrefix userId type status scopes accessRights rateLimitTier allowedIps metadata ' +
      'createdBy createdVia createdAt updatedAt expiresAt lastUsedAt lastRotatedAt rotationEndsAt rotation used';
    expect(Object.keys(record)).toEqual(members.split(' '));
    expect(Object.keys(made)).toEqual([...members.split(' '), 'key']);
    expect(Object.keys(record.accessRights.projects.sales)).toEqual(['modules', 'environments']);
  });

  test.each([
    ['nobody@example.com', 'USER_UNKNOWN'],
    ['disabled@example.com', 'USER_DISABLED'],
    ['no-roles@example.com', 'USER_HAS_NO_ROLES'],
  ])('for %s is 400 %s', async (userId, code) => {
    const { status, body: problem } = await create({ userId });
    expect([status, problem.code]).toEqual([400, code]);
    expect(problem.errors).toEqual([{ field: 'userId', message: problem.detail }]);
  });

  test('for another user needs api-keys:manage, before that user is looked for', async () => {
    for (const userId of ['bob@example.com', 'nobody@example.com', 'disabled@example.com']) {
      const { status, body: problem } = await create({ userId }, { authorizer: ada });
      expect([status, problem.missingScopes]).toEqual([403, ['api-keys:manage']]);
    }
  });

  test('finds the user whatever the case of their email, and is by default for the caller', async () => {
    expect((await create({ userId: 'BOB@example.com' })).body.userId).toBe('bob@example.com');
    expect((await create({}, { authorizer: ada })).body).toMatchObject({
      userId: 'ada@example.com',
      createdBy: 'ada@example.com',
      type: 'end-user',
      rateLimitTier: 'pro',
    });
  });

  test('keeps a credential within the 4 KB that are one read', async () => {
    const rights = (count: number) => ({
      projects: {
        sales: { modules: Object.fromEntries(Array.from({ length: count }, (_, n) => [`m${n}`, 'write'])) },
      },
    });
    const blocks = (count: number) =>
      Array.from({ length: count }, (_, n) => `2001:db8:${n}:1111:2222:3333:4444:5555/128`);
    const largest = { allowedIps: blocks(20), name: '漢'.repeat(256) };
    const sizes = Array.from({ length: 30 }, (_, n) => n * 10);
    let accepted = 0;
    for (const size of sizes) {
      const answer = await create({
        ...largest,
        name: `${largest.name.slice(0, 250)}${size}`,
        accessRights: rights(size),
      });
      if (answer.status === 400) {
        expect(answer.body.errors).toEqual([{ field: 'accessRights', message: expect.any(String) }]);
        continue;
      }
      accepted += 1;
      const credential = (await engine.contents())[`C#${hashSecret(answer.body.key)}`];
      expect(Buffer.byteLength(JSON.stringify(credential))).toBeLessThanOrEqual(4_096);
    }
    expect([accepted > 0, accepted < sizes.length]).toEqual([true, true]);
  });
});

describe('which refusal comes first', () => {
  const tooLate = { expiresIn: '5y' };

  test('a field that is wrong comes before what is not there', async () => {
    const sent = { id: randomUUID(), body: { expiresIn: 'soon' } };
    expect((await api.call('updateApiKey', sent)).status).toBe(400);
  });

  test('what is not there comes before the policy', async () => {
    const answer = await api.call('updateApiKey', { id: randomUUID(), body: tooLate });
    expect(answer.status).toBe(404);
  });

  test('another version comes before the policy', async () => {
    const { id } = (await create()).body;
    const sent = { id, body: tooLate, headers: { 'If-Match': '"7"' } };
    expect((await api.call('updateApiKey', sent)).status).toBe(412);
  });

  test('the policy comes before the rules of giving', async () => {
    const answer = await create({ ...tooLate, scopes: ['*'] }, { authorizer: ada });
    expect([answer.status, answer.body.errors?.[0].field]).toEqual([400, 'expiresAt']);
  });

  test('the rules of giving come before a name that is taken', async () => {
    const { name } = (await create()).body;
    const answer = await create({ name }, { authorizer: { ...ada, scopes: '[]' } });
    expect([answer.status, answer.body.missingScopes]).toEqual([403, ['database:read']]);
  });
});

describe('a key of others', () => {
  test.each(['getApiKey', 'pauseApiKey', 'resumeApiKey', 'deleteApiKey'] as const)(
    'is not found: %s',
    async (operationId) => {
      const { id } = (await create({ userId: 'bob@example.com' })).body;
      const answers = await Promise.all(
        [id, randomUUID(), 'no-id'].map((each) => api.call(operationId, { id: each, authorizer: ada })),
      );
      expect(answers.map(({ body: problem }) => problem)).toEqual(
        answers.map(() => expect.objectContaining({ status: 404, detail: 'Not found' })),
      );
    },
  );

  test('is not listed, whatever is asked for', async () => {
    await create({ userId: 'bob@example.com' });
    await create({}, { authorizer: ada });
    for (const query of [{}, { userId: 'bob@example.com' }, { search: 'bob' }] as Record<string, string>[]) {
      const { body: list } = await api.call('listApiKeys', { query, authorizer: ada });
      expect(list.filter(({ userId }: { userId: string }) => userId !== 'ada@example.com')).toEqual([]);
    }
  });
});
