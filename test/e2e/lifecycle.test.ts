import { setTimeout as sleep } from 'node:timers/promises';
import type { Plaintext } from '../../lambdas/contract/brands.ts';
import { hashSecret } from '../../lambdas/domain/keys/secret.ts';
import { ApiClient } from './api-client.ts';
import { DynamoDbProxy } from './dynamodb-proxy.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';

describe('one key, end to end', () => {
  let proxy: DynamoDbProxy;
  let server: LatchkeyProcess;
  let admin: ApiClient;

  beforeAll(async () => {
    proxy = await DynamoDbProxy.start();
    server = await LatchkeyProcess.start({ args: lastingArgs, env: { DYNAMODB_ENDPOINT: proxy.url } });
    admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  });

  afterAll(async () => {
    await server.stop();
    const places = findPlaintext(server);
    server.removeData();
    await proxy.stop();
    expect(places).toEqual([]);
  });

  async function mint(fields: Record<string, unknown> = {}) {
    const { status, body } = await admin.post('/api-keys', { name: `key ${crypto.randomUUID()}`, ...fields });
    expect(status).toBe(201);
    return body as { id: string; key: string };
  }

  test('a minted key calls /me as its user, in each of the three ways', async () => {
    const { status, body, headers } = await admin.post('/api-keys', {
      name: '  CI Pipeline ',
      description: 'nightly import',
      expiresIn: '90d',
      scopes: ['database:read', 'api-keys:*'],
      metadata: { team: 'data' },
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${admin.baseUrl}/api-keys/${body.id}`);
    expect(headers.get('etag')).toBe('"1"');
    const { key, ...record } = body;
    expect(key).toMatch(/^lk_[0-9A-Za-z]{49}$/);
    expect(record).toMatchObject({
      name: 'CI Pipeline',
      keyPrefix: key.slice(0, 10),
      type: 'end-user',
      status: 'active',
      userId: server.bootstrap.adminUserId,
      createdBy: server.bootstrap.adminUserId,
      rateLimitTier: 'enterprise',
      lastUsedAt: null,
    });

    const ways: Record<string, string>[] = [
      { Authorization: `Bearer ${key}` },
      { Authorization: `apitoken ${key}` },
      { 'X-Api-Key': key },
    ];
    const answers = await Promise.all(ways.map((headers) => admin.as(null).get('/me', { headers })));
    for (const me of answers) {
      expect(me.status).toBe(200);
      expect(me.body).toEqual({
        userId: server.bootstrap.adminUserId,
        via: 'api-key',
        roles: ['admin'],
        scopes: ['api-keys:*', 'database:read'],
        accessRights: {
          projects: { '*': { modules: { '*': 'write' }, environments: { '*': expect.any(Array) } } },
        },
        apiKey: { id: body.id, name: 'CI Pipeline', type: 'end-user', expiresAt: body.expiresAt },
      });
    }
    const { body: stored } = await admin.get(`/api-keys/${body.id}`);
    expect({ ...stored, lastUsedAt: null, used: null }).toEqual(record);
  });

  test('pause, resume, expire and delete take effect on the very next call', async () => {
    const { id, key } = await mint();
    const me = () => admin.as(key).get('/me');
    expect((await me()).status).toBe(200);

    expect((await admin.post(`/api-keys/${id}/pause`)).body.status).toBe('paused');
    expect((await me()).body).toMatchObject({ status: 401, code: 'API_KEY_PAUSED' });

    expect((await admin.post(`/api-keys/${id}/resume`)).body.status).toBe('active');
    expect((await me()).status).toBe(200);

    const patched = await admin.patch(`/api-keys/${id}`, { expiresIn: '1s' });
    await sleep(Date.parse(patched.body.expiresAt) - Date.now() + 5);
    expect((await me()).body).toMatchObject({
      status: 401,
      code: 'API_KEY_EXPIRED',
      detail: 'API key expired',
    });
    expect((await admin.get(`/api-keys/${id}`)).body.status).toBe('expired');

    expect((await admin.delete(`/api-keys/${id}`)).status).toBe(204);
    expect((await me()).body).toMatchObject({ status: 401, code: 'API_KEY_INVALID' });
    expect((await admin.get(`/api-keys/${id}`)).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  test('a wrong checksum is refused without a look at DynamoDB', async () => {
    const { key } = await mint();
    const wrong = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0');
    const requests: string[] = [];
    proxy.fault = (_operation, body) => void requests.push(body);
    const denied = await admin.as(wrong).get('/me');
    expect(denied.body).toMatchObject({ status: 401, code: 'API_KEY_INVALID' });
    expect((await admin.as(key).get('/me')).status).toBe(200);
    proxy.fault = () => undefined;

    const lookedFor = (secret: string) =>
      requests.some((body) => body.includes(hashSecret(secret as Plaintext)));
    expect(lookedFor(key)).toBe(true);
    expect(lookedFor(wrong)).toBe(false);
  });

  test('an end-user key may not use the management routes', async () => {
    const { key } = await mint({ type: 'end-user' });
    const answers = await Promise.all([
      admin.as(key).get('/api-keys'),
      admin.as(key).post('/api-keys', { name: 'breeding' }),
      admin.as(key).get('/audit-events'),
    ]);
    expect(answers.map(({ body }) => body.code)).toEqual(['END_USER_KEY', 'END_USER_KEY', 'END_USER_KEY']);
  });

  test('a restricted admin key neither breeds nor widens itself', async () => {
    const { id, key } = await mint({ type: 'admin', scopes: ['database:read'] });
    const narrow = admin.as(key);
    const attempts = await Promise.all([
      narrow.post('/api-keys', { name: 'child', scopes: ['database:read'] }),
      narrow.patch(`/api-keys/${id}`, { scopes: null }),
      narrow.post(`/api-keys/${id}/resume`),
      narrow.delete(`/api-keys/${(await mint()).id}`),
    ]);
    for (const { body } of attempts) {
      expect(body).toMatchObject({
        status: 403,
        code: 'INSUFFICIENT_PERMISSIONS',
        missingScopes: ['api-keys:manage'],
      });
    }
    const manager = await mint({ type: 'admin', scopes: ['api-keys:manage', 'database:read'] });
    const wider = await admin
      .as(manager.key)
      .post('/api-keys', { name: 'wider', scopes: ['billing:manage'] });
    expect(wider.body).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS', missingScopes: ['billing:manage'] });
    const unset = await admin.as(manager.key).post('/api-keys', { name: 'unset' });
    expect(unset.body).toMatchObject({ code: 'INSUFFICIENT_PERMISSIONS', missingScopes: ['*'] });
    expect((await narrow.post(`/api-keys/${id}/pause`)).status).toBe(200);
  });

  test('a key bound to addresses works from there only', async () => {
    const here = await mint({ allowedIps: ['127.0.0.0/8'] });
    const elsewhere = await mint({ allowedIps: ['203.0.113.0/24', '2001:db8::/32'] });
    expect((await admin.as(here.key).get('/me')).status).toBe(200);
    const refused = await admin
      .as(elsewhere.key)
      .get('/me', { headers: { 'X-Forwarded-For': '203.0.113.7' } });
    expect(refused.body).toMatchObject({ status: 403, code: 'IP_NOT_ALLOWED' });
  });

  test('a change that changes nothing keeps the ETag and writes no event', async () => {
    const { id } = await mint({ description: 'as it is' });
    const first = await admin.patch(`/api-keys/${id}`, { description: 'as it is', status: 'active' });
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"']);
    const { body } = await admin.get(`/audit-events?targetId=${id}`);
    expect(body.map(({ action }: { action: string }) => action)).toEqual(['api_key.created']);
  });
});
