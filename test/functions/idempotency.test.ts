import { randomUUID } from 'node:crypto';
import { hashSecret } from '../../lambdas/domain/keys/secret.ts';
import { credentialKey } from '../../lambdas/contract/credential-items.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { plaintextOf } from '../support/memory-brands.ts';
import { administrator, type Sent } from '../support/memory-events.ts';

const dayMs = 86_400_000;
let engine: Engine;
let api: Api;
beforeAll(async () => {
  engine = await startEngine();
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  for (const userId of ['admin@example.com', 'ada@example.com']) await seedUser(engine.tables, { userId });
});
afterAll(() => engine?.stop());
beforeEach(() => {
  api = apiOver(engine.tables);
});

interface Minted {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly keyPrefix: string;
}
const ada = { ...administrator, userId: 'ada@example.com', scopes: '["database:*"]', accessRights: '{}' };
const named = (key: string) => ({ headers: { 'Idempotency-Key': key } });
async function create(attempt: string, body: object, sent: Sent = {}) {
  const answer = await api.call('createApiKey', { body, authorizer: ada, ...named(attempt), ...sent });
  return { ...answer, body: answer.body as Minted };
}
const withoutSecret = (minted: Minted) => ({ ...minted, key: null });

test('a retry gets the first answer, without the secret', async () => {
  const [attempt, name] = [randomUUID(), randomUUID()];
  const first = await create(attempt, { name, metadata: { a: '1', b: '2' } });
  const again = await create(attempt, { metadata: { b: '2', a: '1' }, name: ` ${name} ` });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(first.headers['Idempotent-Replayed']).toBeUndefined();
  expect(again.headers).toMatchObject({
    'Idempotent-Replayed': 'true',
    ETag: first.headers['ETag'],
    Location: first.headers['Location'],
  });
  expect(again.body).toEqual({ ...first.body, key: null });
});

test('a warning is a part of the answer', async () => {
  const [attempt, body] = [randomUUID(), { name: randomUUID(), scopes: ['api-keys:verify'] }];
  const first = await create(attempt, body);
  expect(first.body).toMatchObject({ warnings: [{ code: 'NO_EFFECTIVE_PERMISSIONS' }] });
  expect((await create(attempt, body)).body).toEqual({ ...first.body, key: null });
});

test('the answer is made at one reading of the clock, for a key that expires between two as well', async () => {
  const start = api.clock.now();
  const expiresAt = new Date(start + 1_000).toISOString();
  const kept: boolean[] = [];
  for (let tickMs = 50; tickMs <= 400; tickMs += 25) {
    let readings = 0;
    Object.assign(api.clock, { now: () => start + tickMs * readings++ });
    const [attempt, body] = [randomUUID(), { name: randomUUID(), expiresAt }];
    const first = await create(attempt, body);
    if (first.status !== 201) continue;
    kept.push(true);
    expect((await create(attempt, body)).body).toEqual({ ...first.body, key: null });
  }
  expect(kept.length).toBeGreaterThan(5);
});

test('twenty at once make one key', async () => {
  const [attempt, name] = [randomUUID(), randomUUID()];
  const answers = await Promise.all(Array.from({ length: 20 }, () => create(attempt, { name })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(withoutSecret(body)))).size).toBe(1);
  const shown = answers.filter(({ body }) => body.key !== null);
  expect(shown).toHaveLength(1);
  const replays = answers.filter(({ headers }) => headers['Idempotent-Replayed'] === 'true');
  expect(replays).toHaveLength(19);
  const stored = JSON.stringify(await engine.contents());
  expect(stored).toContain(credentialKey(hashSecret(plaintextOf(shown[0]!.body.key!))).pk);
  expect(stored).not.toContain(shown[0]!.body.key);
});

test('twenty rotations at once rotate once, even those that name the version', async () => {
  const { body } = await create(randomUUID(), { name: randomUUID() });
  const attempt = randomUUID();
  const headers = { 'Idempotency-Key': attempt, 'If-Match': '"1"' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      api.call('rotateApiKey', { id: body.id, authorizer: ada, body: {}, headers }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(answers.filter((answer) => (answer.body as Minted).key !== null)).toHaveLength(1);
  const { headers: now } = await api.call('getApiKey', { id: body.id, authorizer: ada });
  expect(now['ETag']).toBe('"2"');
});

test('duplicates once, and shows where the copy is', async () => {
  const { body: source } = await create(randomUUID(), { name: randomUUID() });
  const sent = { id: source.id, authorizer: ada, body: { name: randomUUID() }, ...named(randomUUID()) };
  const first = await api.call('duplicateApiKey', sent);
  const again = await api.call('duplicateApiKey', sent);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.headers['Location']).toBe(first.headers['Location']);
  expect(first.headers['Location']).toMatch(new RegExp(`/v1/api-keys/${(first.body as Minted).id}$`));
  expect(again.body).toEqual({ ...(first.body as Minted), key: null });
});

test('another body under the same name is refused, and does nothing', async () => {
  const [attempt, name] = [randomUUID(), randomUUID()];
  await create(attempt, { name });
  const other = await create(attempt, { name: randomUUID() });
  expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } });
});

test('a name is the caller’s own, the operation’s and the target’s', async () => {
  const attempt = randomUUID();
  const { body: first } = await create(attempt, { name: randomUUID() });
  const { body: second } = await create(attempt, { name: randomUUID() }, { authorizer: administrator });
  expect(second.key).not.toBeNull();
  for (const { id } of [first, second]) {
    const sent = { id, authorizer: administrator, body: {}, ...named(attempt) };
    const { body } = await api.call('rotateApiKey', sent);
    expect((body as Minted).key).not.toBeNull();
  }
});

test('a refused attempt is not remembered', async () => {
  const [attempt, name] = [randomUUID(), randomUUID()];
  await create(randomUUID(), { name });
  expect((await create(attempt, { name })).status).toBe(409);
  expect((await create(attempt, { name })).body).toMatchObject({ code: 'NAME_TAKEN' });
});

test('a retry comes before what has changed since: the clock, the version, the name', async () => {
  const [attempt, name] = [randomUUID(), randomUUID()];
  const body = { name, expiresAt: new Date(api.clock.now() + 60_000).toISOString() };
  await create(attempt, body);
  api.clock.set(api.clock.now() + 120_000);
  expect((await create(attempt, body)).status).toBe(201);
});

test('after a day the name is free again', async () => {
  const [attempt, name] = [randomUUID(), randomUUID()];
  await create(attempt, { name });
  api.clock.set(api.clock.now() + dayMs - 2_000);
  expect((await create(attempt, { name })).body.key).toBeNull();
  api.clock.set(api.clock.now() + 4_000);
  expect((await create(attempt, { name: randomUUID() })).body.key).toEqual(expect.any(String));
});

test('who may no longer do it gets no replay', async () => {
  const attempt = randomUUID();
  const body = { name: randomUUID(), userId: 'ada@example.com', scopes: ['database:read'], accessRights: {} };
  await create(attempt, body, { authorizer: administrator });
  const demoted = { ...administrator, scopes: '["database:*"]' };
  const { status } = await create(attempt, body, { authorizer: demoted });
  expect(status).toBe(404);
});

test.each([
  ['', 400],
  [' ', 400],
  ['a b', 400],
  ['é', 400],
  ['x'.repeat(65), 400],
  ['x'.repeat(64), 201],
])('the name %j: %i', async (attempt, status) => {
  const answer = await create(attempt, { name: randomUUID() });
  expect(answer.status).toBe(status);
  if (status === 400) expect(answer.body).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
});
