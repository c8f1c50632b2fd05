import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { chainFaults, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken } from './sign-in.ts';

let server: LatchkeyProcess;
let admin: ApiClient;

beforeAll(async () => {
  server = await LatchkeyProcess.start({ args: lastingArgs });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
}, 60_000);

afterAll(async () => {
  const faults = chainFaults(await settledEvents(server, admin));
  await server.stop();
  const places = findPlaintext(server);
  server.removeData();
  expect([faults, places]).toEqual([[], []]);
});

async function mint(
  fields: object = {},
  by = admin,
): Promise<{ id: string; key: string; expiresAt: string }> {
  const { status, body } = await by.post('/api-keys', { name: `key ${crypto.randomUUID()}`, ...fields });
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
}
const outcomeOf = async (key: string) => {
  const { status, body } = await admin.as(key).get('/me');
  return status === 200 ? 'VALID' : body.code;
};
const rotate = (id: string, body?: object, by = admin) => by.post(`/api-keys/${id}/rotate`, body);

describe('rotate', () => {
  test('without grace the former secret is refused on the next call; the id stays', async () => {
    const { id, key } = await mint({ expiresIn: '1d' });
    const { status, body, headers } = await rotate(id);
    expect([status, headers.get('etag'), body.id]).toEqual([200, '"2"', id]);
    expect(body).toMatchObject({
      keyPrefix: body.key.slice(0, 10),
      rotationEndsAt: null,
      lastRotatedAt: body.updatedAt,
    });
    expect([await outcomeOf(key), await outcomeOf(body.key)]).toEqual(['API_KEY_INVALID', 'VALID']);
    const { body: events } = await admin.get(`/audit-events?targetId=${id}`);
    expect(events.map(({ action }: { action: string }) => action)).toEqual([
      'api_key.rotated',
      'api_key.created',
    ]);
  });

  test('within the grace period both work, and are paused and resumed together; then the former does not', async () => {
    const { id, key } = await mint();
    const { body } = await rotate(id, { gracePeriod: '4s' });
    const ends = Date.parse(body.rotationEndsAt);
    expect(ends - Date.parse(body.updatedAt)).toBe(4_000);
    expect([await outcomeOf(key), await outcomeOf(body.key)]).toEqual(['VALID', 'VALID']);
    await admin.post(`/api-keys/${id}/pause`);
    expect([await outcomeOf(key), await outcomeOf(body.key)]).toEqual(['API_KEY_PAUSED', 'API_KEY_PAUSED']);
    await admin.post(`/api-keys/${id}/resume`);
    expect([await outcomeOf(key), await outcomeOf(body.key)]).toEqual(['VALID', 'VALID']);
    await sleep(ends - Date.now() + 5);
    expect([await outcomeOf(key), await outcomeOf(body.key)]).toEqual(['API_KEY_INVALID', 'VALID']);
    expect((await admin.get(`/api-keys/${id}`)).body.rotationEndsAt).toBeNull();
  });

  test('a second rotation drops the retiring secret at once, and deletion drops both', async () => {
    const { id, key } = await mint();
    const second = (await rotate(id, { gracePeriod: '1h' })).body.key;
    const third = (await rotate(id, { gracePeriod: '1h' })).body.key;
    expect([await outcomeOf(key), await outcomeOf(second), await outcomeOf(third)]).toEqual([
      'API_KEY_INVALID',
      'VALID',
      'VALID',
    ]);
    await admin.delete(`/api-keys/${id}`);
    expect([await outcomeOf(second), await outcomeOf(third)]).toEqual(['API_KEY_INVALID', 'API_KEY_INVALID']);
  });

  test('the grace period ends no later than the former expiry; an expired key needs a new one, and takes none', async () => {
    const { id, key, expiresAt } = await mint({ expiresIn: '2s' });
    const { body } = await rotate(id, { gracePeriod: '1h', expiresIn: '1d' });
    expect(body.rotationEndsAt).toBe(expiresAt);

    await admin.patch(`/api-keys/${id}`, { expiresIn: '1s' });
    await sleep(1_010);
    expect(await outcomeOf(body.key)).toBe('API_KEY_EXPIRED');
    const refused = await Promise.all([rotate(id), rotate(id, { gracePeriod: '1s', expiresIn: '1d' })]);
    expect(refused.map((answer) => answer.body.errors[0].field)).toEqual(['expiresAt', 'gracePeriod']);
    const revived = await rotate(id, { expiresIn: '1d' });
    expect([await outcomeOf(key), await outcomeOf(revived.body.key)]).toEqual(['API_KEY_INVALID', 'VALID']);
  });

  test.each(['31d', '1y', '-1s', 'soon', ''])('gracePeriod %j is refused', async (gracePeriod) => {
    const { id, key } = await mint();
    const { status, body } = await rotate(id, { gracePeriod });
    expect([status, body.errors[0].field]).toEqual([400, 'gracePeriod']);
    expect(await outcomeOf(key)).toBe('VALID');
  });

  test('of 20 at once with one ETag, one succeeds', async () => {
    const { id } = await mint();
    const headers = { 'If-Match': '"1"' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => admin.post(`/api-keys/${id}/rotate`, {}, { headers })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19);
  });
});

describe('duplicate', () => {
  test('copies all but name, secret and expiry', async () => {
    const fields = {
      description: 'd',
      scopes: ['database:read'],
      metadata: { team: 'data' },
      allowedIps: ['127.0.0.0/8'],
    };
    const source = await mint({ ...fields, expiresIn: '1d' });
    const path = `/api-keys/${source.id}/duplicate`;
    const name = `copy ${source.id}`;
    expect((await admin.post(path, { name })).body.errors[0].field).toBe('expiresAt');
    const { status, body, headers } = await admin.post(path, { name, expiresIn: '2d' });
    expect([status, headers.get('location')]).toEqual([201, `${admin.baseUrl}/api-keys/${body.id}`]);
    expect(body).toMatchObject({ ...fields, name, status: 'active' });
    expect([await outcomeOf(source.key), await outcomeOf(body.key)]).toEqual(['VALID', 'VALID']);
    expect((await admin.post(path, { name, expiresIn: '2d' })).body.code).toBe('NAME_TAKEN');
  });

  test('a paused key is not duplicated', async () => {
    const { id } = await mint();
    await admin.post(`/api-keys/${id}/pause`);
    expect((await admin.post(`/api-keys/${id}/duplicate`, { name: 'late' })).body.code).toBe('CONFLICT');
  });
});

describe('nobody gains by the secret that a rotation or a duplicate shows', () => {
  test('a manager gets none of an administrator’s, nor an open one of anybody’s', async () => {
    const person = admin.as(await accessToken(server, server.bootstrap.adminUserId));
    for (const [name, scopes] of [
      ['manager', ['api-keys:manage']],
      ['reader', ['api-keys:manage']],
    ] as const) {
      expect((await person.post('/roles', { name, scopes })).status).toBe(201);
      expect((await person.post('/users', { userId: `${name}@example.com`, roles: [name] })).status).toBe(
        201,
      );
    }
    const manager = admin.as(await accessToken(server, 'manager@example.com'));
    const ofAdmin = await mint({ type: 'admin' });
    const open = await mint({ userId: 'reader@example.com' });
    for (const { id, key } of [ofAdmin, open]) {
      const answers = [
        await rotate(id, {}, manager),
        await manager.post(`/api-keys/${id}/duplicate`, { name: `stolen ${id}` }),
      ];
      for (const { body } of answers) {
        expect(body).toMatchObject({ status: 403, code: 'INSUFFICIENT_PERMISSIONS', missingScopes: ['*'] });
      }
      expect(await outcomeOf(key)).toBe('VALID');
    }
  });

  test('a key without api-keys:manage rotates itself, into no longer life, and nothing else', async () => {
    const other = await mint();
    const { id, key, expiresAt } = await mint({ type: 'admin', scopes: ['database:read'], expiresIn: '1d' });
    const narrow = admin.as(key);
    const refused = [
      await rotate(id, { expiresIn: '2d' }, narrow),
      await rotate(other.id, {}, narrow),
      await narrow.post(`/api-keys/${id}/duplicate`, { name: 'bred', expiresIn: '1d' }),
    ];
    for (const { body } of refused) {
      expect(body).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS', missingScopes: ['api-keys:manage'] });
    }
    const { body } = await rotate(id, {}, narrow);
    expect([body.expiresAt, await outcomeOf(key), await outcomeOf(body.key)]).toEqual([
      expiresAt,
      'API_KEY_INVALID',
      'VALID',
    ]);
  });
});
