import { randomUUID } from 'node:crypto';
import { type Engine, startEngine } from '../support/engine.ts';
import { apiOver } from '../support/engine-handlers.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { noon } from '../support/memory-ports.ts';

const dayMs = 86_400_000;
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  await seedRole(engine.tables, 'developer', { scopes: ['*'], accessRights: {} });
  await seedUser(engine.tables, { userId: 'admin@example.com' });
});
afterAll(() => engine?.stop());

const before = () => apiOver(engine.tables);
const since = () => apiOver(engine.tables, { keyPolicy: { requireExpiry: true, maxLifetimeDays: 365 } });
const message = 'Please choose an expiration date that is in the future and within one year from today';
const refusal = {
  status: 400,
  body: { code: 'INVALID', errors: [{ field: 'expiresAt', message }] },
};
const body = () => ({ name: randomUUID() });
const mintBefore = async (fields: object = {}) =>
  (await before().call('createApiKey', { body: { ...body(), ...fields } })).body as { id: string };
/** 23:59:59.999Z of the last day that the policy allows. */
const latest = Math.floor(noon / dayMs) * dayMs + 366 * dayMs - 1;
const iso = (time: number) => new Date(time).toISOString();

test('a new key needs an expiry within the policy, to the millisecond', async () => {
  const create = (fields: object) => since().call('createApiKey', { body: { ...body(), ...fields } });
  expect(await create({})).toMatchObject(refusal);
  expect(await create({ expiresAt: null })).toMatchObject(refusal);
  expect(await create({ expiresAt: iso(latest + 1) })).toMatchObject(refusal);
  expect((await create({ expiresAt: iso(latest) })).status).toBe(201);
  expect((await create({ expiresIn: '1y' })).status).toBe(201);
});

test('an edit of the expiry is checked, and no other edit of a key that is older than the policy', async () => {
  const { id } = await mintBefore();
  const patch = (fields: object) => since().call('updateApiKey', { id, body: fields });
  expect((await patch({ description: 'older' })).status).toBe(200);
  expect(await patch({ expiresAt: iso(latest + 1) })).toMatchObject(refusal);
  expect((await patch({ expiresAt: iso(latest) })).status).toBe(200);
  expect(await patch({ expiresAt: null })).toMatchObject(refusal);
});

test('the new secret of a rotation is within the policy, though the key be older', async () => {
  for (const expiry of [{}, { expiresIn: '2y' }]) {
    const { id } = await mintBefore(expiry);
    const rotate = (fields: object) => since().call('rotateApiKey', { id, body: fields });
    expect(await rotate({})).toMatchObject(refusal);
    expect(await rotate({ expiresAt: iso(latest + 1) })).toMatchObject(refusal);
    expect((await rotate({ expiresIn: '30d' })).status).toBe(200);
    expect((await rotate({})).status).toBe(200);
  }
});

test('so is a duplicate', async () => {
  const { id } = await mintBefore();
  const duplicate = (fields: object) =>
    since().call('duplicateApiKey', { id, body: { ...body(), ...fields } });
  expect(await duplicate({})).toMatchObject(refusal);
  expect(await duplicate({ expiresIn: '2y' })).toMatchObject(refusal);
  expect((await duplicate({ expiresIn: '1y' })).status).toBe(201);
});
