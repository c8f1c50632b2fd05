import { request } from 'node:http';
import { routes } from '../../lambdas/contract/routes.ts';
import { ApiClient } from './api-client.ts';
import { consoleOrigin, LatchkeyProcess, trialArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { contractOf } from './served-contract.ts';
import { issuerOf } from './sign-in.ts';

describe('every response', () => {
  let server: LatchkeyProcess;
  let admin: ApiClient;
  let origin: string;
  const id = '00000000-0000-4000-8000-000000000000';

  beforeAll(async () => {
    server = await LatchkeyProcess.start({ args: trialArgs });
    admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
    origin = new URL(admin.baseUrl).origin;
  });

  afterAll(async () => {
    await server.stop();
    const places = findPlaintext(server);
    server.removeData();
    expect(places).toEqual([]);
  });

  function expectHeaders(headers: Headers, cacheControl = 'no-store'): void {
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('cache-control')).toBe(cacheControl);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8,}/);
    expect(headers.get('access-control-allow-origin')).toBe(consoleOrigin);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('access-control-expose-headers')).toContain('ETag, Link, Location');
  }

  test.each<[string, string, string, number]>([
    ['success', 'GET', '/me', 200],
    ['creation', 'POST', '/api-keys', 201],
    ['a refused body', 'POST', '/users', 400],
    ['a missing key', 'GET', `/api-keys/${id}`, 404],
    ['an unknown route', 'GET', '/nothing', 404],
    ['an unknown method', 'PUT', '/api-keys', 404],
    ['an unknown method of a public route', 'POST', '/health', 404],
    ['outside the version', 'GET', '/../v2/me', 404],
    // Reading there is for the console's pages.
    ['outside the stage', 'POST', '/../../elsewhere', 404],
    ['malformed escapes', 'GET', '/api-keys/%zz', 400],
  ])('has the headers: %s', async (name, method, path, status) => {
    const answer = await admin.call(method, path, method === 'GET' ? {} : { body: { name } });
    expect(answer.status).toBe(status);
    expectHeaders(answer.headers);
    if (status >= 400) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({
        type: `${admin.baseUrl}/problems/${answer.body.code}`,
        title: expect.any(String),
        detail: expect.any(String),
        requestId: answer.headers.get('x-request-id'),
      });
    }
  });

  test('a user is found under their Location, and a key in a path however it is written is not', async () => {
    const made = await admin.post('/users', { userId: 'grace+1@example.com' });
    const location = made.headers.get('location') ?? '';
    expect(location).toBe(`${admin.baseUrl}/users/grace%2B1%40example.com`);
    const found = await admin.get(location);
    expect([found.status, found.body.userId]).toEqual([200, 'grace+1@example.com']);
    const hidden = await admin.get(`/api-keys/%6c%6b%5f${'%5a'.repeat(49)}`);
    expect([hidden.status, hidden.body.errors[0].field]).toEqual([400, 'path']);
  });

  test('no route but the public ones answers without a credential, or with a bad one', async () => {
    for (const { method, path, access } of routes) {
      const url = `${origin}/api${path.replace('{code}', 'INVALID').replace(/\{\w+\}/g, id)}`;
      const send = (client: ApiClient) => client.call(method, url, method === 'GET' ? {} : { body: {} });
      const [without, unknown, jwt] = await Promise.all([
        send(admin.as(null)),
        send(admin.as(`lk_${'0'.repeat(49)}`)),
        send(admin.as('aaaa.bbbb.cccc')),
      ]);
      const expected = access === 'public' ? [200, 200, 200] : [401, 401, 401];
      expect([without.status, unknown.status, jwt.status]).toEqual(expected);
      const kept = /\/(openapi\.json|config)$/.test(path) ? 'public, max-age=300' : 'no-store';
      for (const { headers } of [without, unknown, jwt]) expectHeaders(headers, kept);
      if (access === 'public') continue;
      expect([without.body.code, unknown.body.code, jwt.body.code]).toEqual([
        'UNAUTHENTICATED',
        'API_KEY_INVALID',
        'TOKEN_INVALID',
      ]);
      expect(without.headers.get('www-authenticate')).toBe('Bearer realm="latchkey"');
    }
  });

  test('what the authorizer lets through as refused, the middleware of every handler refuses', async () => {
    const { body } = await admin.post('/api-keys', { name: 'elsewhere', allowedIps: ['203.0.113.1'] });
    for (const { method, path, access } of routes) {
      if (access === 'public') continue;
      const url = `${origin}/api${path.replace(/\{\w+\}/g, id)}`;
      const answer = await admin.as(body.key).call(method, url, method === 'GET' ? {} : { body: {} });
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'IP_NOT_ALLOWED']);
      expectHeaders(answer.headers);
    }
  });

  /** `fetch` joins equal headers and sets Host itself; this sends them as they are. */
  function raw(headers: string[]): Promise<{ status: number; headers: Headers; text: string }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(origin);
      const sent = request(
        { hostname, port, path: '/api/v1/me', headers, setHost: false },
        async (answer) => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          resolve({
            status: answer.statusCode ?? 0,
            headers: new Headers(answer.headers as Record<string, string>),
            text: Buffer.concat(chunks).toString(),
          });
        },
      );
      sent.on('error', reject).end();
    });
  }

  /** What `/me` answers; a foreign Host never gets as far. */
  async function me(headers: string[]): Promise<{ status: number; code: unknown }> {
    const contract = await contractOf(admin.baseUrl);
    const { text: body, ...answer } = await raw(headers);
    const sent = { method: 'GET', path: '/api/v1/me', sentHeaders: new Headers(), sentBody: '' };
    contract.check({ ...sent, ...answer, body });
    return { status: answer.status, code: JSON.parse(body).code };
  }

  test('two credentials are 401, even equal ones or one header twice', async () => {
    const key = admin.credential ?? '';
    const { host } = new URL(origin);
    const sets = [
      ['Authorization', `Bearer ${key}`, 'X-Api-Key', key],
      ['X-Api-Key', key, 'X-Api-Key', key],
      ['Authorization', `Bearer ${key}`, 'Authorization', `Bearer ${key}`],
      ['authorization', `Bearer ${key}`, 'AUTHORIZATION', `ApiToken ${key}`],
    ];
    for (const headers of sets) {
      expect(await me(['Host', host, ...headers])).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
    }
    expect((await me(['Host', host, 'Authorization', `Bearer ${key}`])).status).toBe(200);
  });

  test('a foreign Host is 403', async () => {
    for (const host of [
      'evil.example.com',
      'localhost.evil.example.com',
      `evil.example.com:${new URL(origin).port}`,
    ]) {
      const answer = await raw(['Host', host, 'X-Api-Key', admin.credential ?? '']);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('x-request-id')).not.toBeNull();
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(
      (await me(['Host', `localhost:${new URL(origin).port}`, 'X-Api-Key', admin.credential ?? ''])).status,
    ).toBe(200);
  });

  test('preflights of the console are answered without a credential', async () => {
    const response = await fetch(`${admin.baseUrl}/api-keys`, {
      method: 'OPTIONS',
      headers: { Origin: consoleOrigin, 'Access-Control-Request-Method': 'POST' },
    });
    expect(response.status).toBe(204);
    expectHeaders(response.headers);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST, GET');
    expect(response.headers.get('access-control-allow-headers')).toContain('If-Match');
  });

  test('the issuer lets pages of the console exchange a code, and those of no other origin', async () => {
    const allowed = async (from: string) => {
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: issuerOf(server).clientId,
      });
      const headers = { Origin: from };
      const answer = await fetch(`${origin}/oidc/token`, { method: 'POST', headers, body });
      return [answer.status, answer.headers.get('access-control-allow-origin')];
    };
    expect(await allowed(consoleOrigin)).toEqual([400, consoleOrigin]);
    expect(await allowed('https://example.com')).toEqual([400, null]);
  });

  test('the OpenAPI document has every route, below the address that it was read from', async () => {
    const { body } = await admin.as(null).get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(body.servers).toEqual([{ url: admin.baseUrl }]);
    const listed = Object.entries(body.paths as Record<string, { servers?: { url: string }[] }>).flatMap(
      ([path, { servers = body.servers, ...methods }]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${servers[0].url}${path}`),
    );
    const served = routes.map(({ method, path }) => `${method} ${origin}/api${path}`);
    expect(listed.toSorted()).toEqual(served.toSorted());
  });

  test('the type of a problem leads to its explanation, whoever has answered', async () => {
    const [byGateway, byFunction, byNoStage] = await Promise.all([
      admin.as(null).get('/me'),
      admin.get(`/api-keys/${id}`),
      admin.post('/../../elsewhere', {}),
    ]);
    for (const { status, body } of [byGateway, byFunction, byNoStage]) {
      const { status: explained, body: explanation } = await admin.as(null).get(body.type);
      expect([explained, explanation.code]).toEqual([200, body.code]);
      expect(explanation.statuses).toContain(status);
    }
    const unknown = await admin.as(null).get('/problems/NOTHING');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});
