import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import { callEvent, ordersStage } from '../support/memory-calls.ts';
import { noon } from '../support/memory-ports.ts';

import { observe } from './observe.ts';
import {
  plaintext,
  userId,
  apiKeyId,
  table,
  clock,
  handler,
  lines,
  routes,
  register,
  withKey,
  ask,
  usage,
} from './outcomes-bench.ts';

test('a call that is let through tells the backend who calls, and prints a usage line without a status', async () => {
  register();
  const { effect, principalId, context } = await ask();
  expect([effect, principalId]).toEqual(['Allow', userId]);
  expect(context).toEqual({
    code: 'VALID',
    message: '',
    missingScopes: '[]',
    missingAccessRights: '{}',
    retryAfter: '',
    api: 'orders',
    route: 'GET /orders',
    enforcement: 'deny',
    via: 'api-key',
    userId,
    roles: '["developer"]',
    scopes: '["database:*"]',
    accessRights: '{}',
    apiKeyId,
    keyPrefix: plaintext.slice(0, 10),
    apiKeyName: 'CI Pipeline',
    apiKeyType: 'end-user',
    apiKeyExpiresAt: '',
    rateLimit: '100',
    rateLimitTier: 'free',
    rateLimitRemaining: '99',
    rateLimitResetMs: '600',
    rateLimitRetryAfterMs: '0',
    toldUser: userId,
    toldKeyId: apiKeyId,
  });
  expect(usage()).toEqual([
    {
      apiKeyId,
      keyPrefix: plaintext.slice(0, 10),
      at: new Date(noon).toISOString(),
      method: 'GET',
      path: '/orders',
      status: null,
      outcome: 'success',
      code: 'VALID',
      sourceIp: '203.0.113.7',
      userAgent: 'curl/8',
      requestId: 'request-1',
      latencyMs: expect.any(Number),
      api: 'orders',
      route: 'GET /orders',
      needed: { scopes: ['database:read'] },
    },
  ]);
});

test('a cost is spent whole, and one above the limit can never pass, without a time to try again', async () => {
  register();
  expect((await ask('POST /orders')).context).toMatchObject({ rateLimitRemaining: '95' });
  expect((await ask('GET /orders')).context).toMatchObject({ rateLimitRemaining: '94' });
  expect(await ask('PUT /orders')).toMatchObject({
    effect: 'Deny',
    context: { code: 'RATE_LIMITED', message: 'Rate limit exceeded', retryAfter: '' },
  });
  expect((await ask('GET /orders')).context).toMatchObject({ rateLimitRemaining: '93' });
});

describe('deny', () => {
  test('answers every refusal by the gateway, with all that its body needs', async () => {
    register();
    expect(await ask('DELETE /orders')).toEqual({
      effect: 'Deny',
      principalId: 'anonymous',
      context: {
        code: 'INSUFFICIENT_PERMISSIONS',
        message: 'Insufficient permissions for operation',
        missingScopes: '["billing:manage"]',
        missingAccessRights: '{"projects":{"sales":{"environments":{"prod":["deploy"]}}}}',
        retryAfter: '',
      },
    });
    expect(usage()).toMatchObject([
      {
        status: 403,
        outcome: 'denied',
        code: 'INSUFFICIENT_PERMISSIONS',
        route: 'DELETE /orders',
        needed: { scopes: ['billing:manage'], project: 'sales', environment: 'prod', action: 'deploy' },
      },
    ]);
    for (let n = 0; n < 100; n++) await ask();
    expect((await ask()).context).toMatchObject({ code: 'RATE_LIMITED', retryAfter: '1' });
    expect((await ask('GET /orders', {})).context).toEqual({
      code: 'UNAUTHENTICATED',
      message: 'Send exactly one credential',
      missingScopes: '[]',
      missingAccessRights: '{}',
      retryAfter: '',
    });
  });

  test('throws for who is not authenticated where the API wants 401, and for nobody else', async () => {
    register({ unauthenticated: '401' });
    table.putCredential(plaintext, { status: 'paused' });
    await expect(ask()).rejects.toThrow(/^Unauthorized$/);
    expect(usage()).toMatchObject([{ status: 401, outcome: 'denied', code: 'API_KEY_PAUSED' }]);
    await expect(ask('GET /orders', {})).rejects.toThrow(/^Unauthorized$/);
    await expect(ask('GET /orders', { 'X-Api-Key': 'lk_x' })).rejects.toThrow(/^Unauthorized$/);
    table.putCredential(plaintext);
    expect((await ask('DELETE /orders')).effect).toBe('Deny');
  });
});

describe('middleware', () => {
  beforeEach(() => register({ enforcement: 'middleware' }));

  test('leaves refusals of who is authenticated to the backend, which learns only who it is', async () => {
    const { effect, context } = await ask('DELETE /orders');
    expect(effect).toBe('Allow');
    expect(context).toMatchObject({
      code: 'INSUFFICIENT_PERMISSIONS',
      missingScopes: '["billing:manage"]',
      enforcement: 'middleware',
      userId,
      apiKeyId,
      scopes: '[]',
      roles: '[]',
      apiKeyName: '',
    });
    expect(usage()).toMatchObject([{ status: 403, outcome: 'denied' }]);
    for (let n = 0; n < 100; n++) await ask();
    usage();
    expect((await ask()).context).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfter: '1',
      rateLimitRemaining: '0',
    });
    expect(usage()).toMatchObject([{ status: 429, outcome: 'denied' }]);
  });

  test('never reaches the backend with who is not authenticated, nor on a route that is not registered', async () => {
    expect((await ask('GET /orders', {})).effect).toBe('Deny');
    expect((await ask('GET /other')).effect).toBe('Deny');
    table.putCredential(plaintext, { allowedIps: ['198.51.100.0/24'] });
    expect((await ask('GET /orders')).effect).toBe('Allow');
    expect((await ask('GET /other')).effect).toBe('Deny');
    table.putUser(userId, { status: 'disabled' });
    expect((await ask('GET /orders')).effect).toBe('Deny');
  });
});

observe();

describe('people', () => {
  const token = { Authorization: 'Bearer good.token.x' };
  const bad = { Authorization: 'Bearer bad.token.x' };

  test('pass where the API says so, and need what keys need', async () => {
    register({ people: true });
    expect(await ask('GET /orders', token)).toMatchObject({
      effect: 'Allow',
      principalId: 'ada@example.com',
      context: { code: 'VALID', via: 'jwt', userId: 'ada@example.com', apiKeyId: '', rateLimit: '' },
    });
    expect(await ask('DELETE /orders', token)).toMatchObject({
      effect: 'Deny',
      context: { code: 'INSUFFICIENT_PERMISSIONS', missingScopes: '["billing:manage"]' },
    });
    expect(await ask('GET /other', token)).toMatchObject({
      effect: 'Deny',
      context: { code: 'ROUTE_UNKNOWN' },
    });
    expect(await ask('GET /orders', bad)).toMatchObject({
      effect: 'Deny',
      context: { code: 'TOKEN_INVALID' },
    });
    expect(usage()).toEqual([]);
  });

  test('are not told apart from strangers where it does not', async () => {
    register();
    for (const headers of [token, bad])
      expect(await ask('GET /orders', headers)).toMatchObject({
        effect: 'Deny',
        context: { code: 'TOKEN_INVALID' },
      });
  });

  test('are authenticated once they have signed in, whatever they are', async () => {
    register({ people: true, unauthenticated: '401', enforcement: 'middleware' });
    table.putUser('ada@example.com', { status: 'disabled' });
    expect(await ask('GET /orders', token)).toMatchObject({
      effect: 'Allow',
      context: { code: 'USER_DISABLED' },
    });
    table.putUser('ada@example.com', { roles: [] });
    expect(await ask('GET /orders', token)).toMatchObject({
      effect: 'Allow',
      context: { code: 'USER_HAS_NO_ROLES' },
    });
    await expect(ask('GET /orders', bad)).rejects.toThrow('Unauthorized');
  });
});

test('a key in path, header or method stands in no usage line', async () => {
  const project: ProtectedRoute = {
    method: 'GET',
    path: '/p/{project}',
    project: '{project}',
    module: 'model',
    action: 'read',
  };
  table.putApi(ordersStage, [...routes, project]);
  await ask(`GET /orders/${plaintext}`, { 'X-Api-Key': plaintext });
  const filled = { call: 'GET /p/{project}', pathParameters: { project: plaintext } };
  expect((await handler(callEvent({ ...filled, headers: withKey() }))).context).toMatchObject({
    code: 'INSUFFICIENT_PERMISSIONS',
  });
  const event = callEvent({ headers: withKey() }) as any;
  event.requestContext.identity.userAgent = `curl ${plaintext}`;
  event.requestContext.requestId = plaintext;
  await handler(event);
  expect(lines).toHaveLength(3);
  expect(JSON.stringify(lines)).not.toContain(plaintext.slice(10));
});

test('a key that is refused again and again costs one line in ten seconds, which counts the others', async () => {
  register();
  table.putCredential(plaintext, { status: 'paused' });
  for (let n = 0; n < 50; n++) await ask();
  expect(usage()).toMatchObject([{ code: 'API_KEY_PAUSED', status: 403 }]);
  clock.set(noon + 10_000);
  await ask('POST /orders');
  expect(usage()).toMatchObject([{ code: 'API_KEY_PAUSED', repeated: 49 }]);
  table.putCredential(plaintext);
  for (let n = 0; n < 3; n++) await ask('DELETE /orders');
  expect(usage()).toHaveLength(3);
});

test('an answer stays within 8 KB: lists that do not fit are left out', async () => {
  register();
  const scopes = Array.from({ length: 400 }, (_, n) => `resource-${n}:some-long-action`);
  table.putRole('developer', { scopes: ['database:read', ...scopes] });
  const { effect, context } = await ask();
  expect([effect, context['scopes'], context['userId']]).toEqual(['Allow', '-', userId]);
});
