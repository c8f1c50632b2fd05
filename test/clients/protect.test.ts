import type { APIGatewayProxyResult } from 'aws-lambda';
import fc from 'fast-check';
import {
  type ProtectedEvent,
  type ProtectOptions,
  type ProxyEvent,
  protect,
  type Refusal,
} from '../../clients/typescript/src/lambda.ts';
import { refusals } from '../../lambdas/contract/verdicts.ts';
import { call } from '../support/memory-answers.ts';
import { administrator, eventFor, lambdaContext } from '../support/memory-events.ts';
import { handlerOf, operationThat } from '../support/memory-operations.ts';
import { captureConsoleErrors } from './console-errors.ts';
import { httpEvent, judged, limited, restEvent } from './proxy-events.ts';

const eventsOf = { 'a REST API': restEvent, 'an HTTP API': httpEvent };

const logged = captureConsoleErrors();

/** What becomes of a call: the event that the handler got, or null, and the answer. */
async function ask(
  event: ProxyEvent,
  { result = { statusCode: 200, body: 'done' }, ...options }: ProtectOptions & { result?: unknown } = {},
) {
  let seen: ProtectedEvent<ProxyEvent> | null = null as ProtectedEvent<ProxyEvent> | null;
  const handler = protect(async (got: ProtectedEvent<ProxyEvent>) => {
    seen = got;
    return result;
  }, options);
  const answer = await handler(event, lambdaContext);
  return { seen, answer };
}

async function refusalOf(context: object, options: ProtectOptions = {}) {
  const { seen, answer } = await ask(restEvent(context), options);
  expect(seen).toBeNull();
  const { statusCode, headers, body } = answer as Refusal;
  return { status: statusCode, headers, body: JSON.parse(body) };
}

describe.each(Object.entries(eventsOf))('behind %s', (_, eventOf) => {
  test('a call that is let through tells the handler who makes it', async () => {
    const { seen, answer } = await ask(eventOf(judged));
    expect(answer).toMatchObject({ statusCode: 200, body: 'done' });
    expect(seen?.principal).toEqual({
      userId: 'ci-bot@example.com',
      via: 'api-key',
      roles: ['builder'],
      scopes: ['database:read'],
      accessRights: { projects: { sales: { modules: { model: 'read' } } } },
      apiKey: {
        id: '3f0c5a1e-0000-4000-8000-000000000001',
        name: 'CI Pipeline',
        keyPrefix: 'lk_A1b2C3d',
        type: 'end-user',
        expiresAt: '2027-06-15T12:00:00.000Z',
      },
    });
  });

  test('the handler sees neither a credential nor what a client says in the name of Latchkey', async () => {
    const event = eventOf(judged);
    const before = structuredClone(event);
    const { seen } = await ask(event);
    expect(Object.keys(seen?.headers ?? {}).map((name) => name.toLowerCase())).toEqual(['accept']);
    expect(JSON.stringify(seen)).not.toMatch(/a-key|admin@example\.com|\[\\"\*/);
    expect(event).toEqual(before);
  });

  test('a refusal never reaches the handler', async () => {
    const { seen, answer } = await ask(eventOf({ ...judged, code: 'IP_NOT_ALLOWED' }));
    expect([seen, answer]).toMatchObject([null, { statusCode: 403 }]);
  });

  test.each([
    ['without an authorizer', undefined],
    ['with none that answered', null],
    ['with another authorizer', { tenant: 'acme' }],
    ['with an empty code', { ...judged, code: '' }],
    ['with a code that is no text', { ...judged, code: true }],
    ['with nobody who calls', { ...judged, userId: '' }],
    ['with a caller of an unknown kind', { ...judged, via: 'cookie' }],
  ])('a call %s is 500, and logged without what it holds', async (_what, authorizer) => {
    const { seen, answer } = await ask(eventOf(authorizer));
    expect(seen).toBeNull();
    const { statusCode, body } = answer as Refusal;
    expect([statusCode, JSON.parse(body)]).toMatchObject([500, { code: 'INTERNAL', status: 500 }]);
    expect(logged).toEqual([[expect.stringContaining('no Latchkey authorizer')]]);
  });
});

test.each([undefined, null, {}, 'text', { requestContext: null }, { Records: [] }])(
  'an invocation with %p, which no gateway sends, is 500',
  async (event) => {
    const { seen, answer } = await ask(event as unknown as ProxyEvent);
    expect([seen, answer]).toMatchObject([null, { statusCode: 500 }]);
  },
);

test('a person has no key', async () => {
  const { apiKeyId, keyPrefix, apiKeyName, apiKeyType, apiKeyExpiresAt } = administrator;
  const person = { ...judged, via: 'jwt', apiKeyId, keyPrefix, apiKeyName, apiKeyType, apiKeyExpiresAt };
  const { seen } = await ask(restEvent(person));
  expect(seen?.principal).toMatchObject({ via: 'jwt', apiKey: null });
});

test('permissions that did not fit are not taken for none', async () => {
  const { seen } = await ask(restEvent({ ...judged, scopes: '-', accessRights: '-' }));
  expect(seen?.principal).toMatchObject({ scopes: null, accessRights: null });
});

test('an observed API lets everything through, and its handler may not know who calls', async () => {
  const nobody = { ...judged, enforcement: 'observe', code: 'API_KEY_INVALID', userId: '', via: '' };
  const { seen, answer } = await ask(restEvent(nobody));
  expect([seen?.principal, answer]).toMatchObject([null, { statusCode: 200 }]);
  const lacking = { ...judged, enforcement: 'observe', code: 'INSUFFICIENT_PERMISSIONS' };
  expect((await ask(restEvent(lacking))).seen?.principal?.userId).toBe('ci-bot@example.com');
});

describe('a refusal', () => {
  // What Latchkey's own routes answer who is authenticated and may not pass, by the same authorizer's context.
  const own = handlerOf([operationThat('listUsers', async () => ({ body: {} }))]);
  const answered = Object.entries(refusals).filter(([, { status }]) => status !== 401);

  test.each(answered)('%s is what Latchkey answers to calls of its own API', async (code, { detail }) => {
    const context = { ...limited, code, message: detail, retryAfter: '1', rateLimitRetryAfterMs: '600' };
    const expected = await call(own, eventFor('listUsers', { authorizer: context as never }));
    const { status, headers, body } = await refusalOf(context, {
      latchkeyAddress: 'https://api.example.com/api',
    });
    expect([status, body]).toEqual([expected.status, expected.body]);
    const { 'Strict-Transport-Security': _ofTheHost, ...rest } = expected.headers;
    if (code !== 'RATE_LIMITED') expect(headers).not.toHaveProperty('Retry-After');
    expect(headers).toEqual(rest);
  });

  test('names what is missing', async () => {
    const context = {
      ...judged,
      code: 'INSUFFICIENT_PERMISSIONS',
      message: 'Insufficient permissions for operation',
      missingScopes: '["database:write"]',
      missingAccessRights: '{"projects":{"sales":{"modules":{"model":"write"}}}}',
    };
    const { status, headers, body } = await refusalOf(context);
    expect(status).toBe(403);
    expect(headers).toEqual({
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': 'request-1',
    });
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: 'Insufficient permissions for operation',
      code: 'INSUFFICIENT_PERMISSIONS',
      requestId: 'request-1',
      missingScopes: ['database:write'],
      missingAccessRights: { projects: { sales: { modules: { model: 'write' } } } },
    });
  });

  test('of a call that costs more than the limit names no time to wait', async () => {
    const { status, headers } = await refusalOf({ ...limited, code: 'RATE_LIMITED' });
    expect(status).toBe(429);
    expect(headers).not.toHaveProperty('Retry-After');
    expect(headers).toMatchObject({ RateLimit: '"free";r=0;t=35', 'RateLimit-Policy': '"free";q=100;w=60' });
  });

  test('with a code of a later version is 403', async () => {
    const { status, body } = await refusalOf({ ...judged, code: 'MOON_TOO_BRIGHT', message: 'Wait' });
    expect([status, body]).toMatchObject([403, { code: 'MOON_TOO_BRIGHT', detail: 'Wait' }]);
  });

  test('carries the headers that the API wants on all, and its type leads to Latchkey', async () => {
    const options = {
      latchkeyAddress: 'https://keys.example.com/api',
      headers: { 'Access-Control-Allow-Origin': 'https://shop.example.com', 'Cache-Control': 'public' },
    };
    const { headers, body } = await refusalOf({ ...judged, code: 'IP_NOT_ALLOWED' }, options);
    expect(headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://shop.example.com',
      'Cache-Control': 'no-store',
    });
    expect(body.type).toBe('https://keys.example.com/api/v1/problems/IP_NOT_ALLOWED');
  });
});

describe('an answer to a limited key', () => {
  const told = { RateLimit: '"free";r=0;t=35', 'RateLimit-Policy': '"free";q=100;w=60' };

  test('tells the limit', async () => {
    const { answer } = await ask(restEvent(limited), { result: { statusCode: 204, headers: { A: 'b' } } });
    expect(answer).toEqual({ statusCode: 204, headers: { A: 'b', ...told } });
  });

  test.each(['headers', 'multiValueHeaders'])('leaves what the handler tells in its %s', async (place) => {
    const result = { statusCode: 200, [place]: { ratelimit: 'own' } };
    const { answer } = await ask(restEvent(limited), { result });
    const { RateLimit: _own, ...rest } = told;
    expect(answer).toEqual({ ...result, headers: { ...(result.headers as object), ...rest } });
  });

  test.each(['text', undefined, null, { order: 1 }])('leaves %p, which is no response', async (result) => {
    const handler = protect(() => result);
    expect(await handler(httpEvent(limited), lambdaContext)).toEqual(result);
  });
});

test('an answer to a caller without a limit is that of the handler', async () => {
  const result = { statusCode: 200, body: 'done' };
  expect((await ask(restEvent(judged), { result })).answer).toBe(result);
});

test('an error of the handler stays an error', async () => {
  const handler = protect(() => {
    throw new Error('out of orders');
  });
  await expect(handler(restEvent(judged), lambdaContext)).rejects.toThrow('out of orders');
});

test('whatever stands in a context, a call passes only as VALID with a caller, or observed', async () => {
  const text = fc.oneof(fc.constantFrom('', 'VALID', 'observe', 'api-key', 'jwt', '[]', '{'), fc.string());
  const value = fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: fc.jsonValue() });
  const context = fc.record(
    Object.fromEntries(Object.keys(judged).map((name) => [name, value])) as Record<
      keyof typeof judged,
      typeof value
    >,
    { requiredKeys: [] },
  );
  const eventOf = fc.constantFrom(restEvent, httpEvent);
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(context, eventOf, async (context, eventOf) => {
      const { code, via, userId, enforcement } = context;
      const isKnown = typeof userId === 'string' && userId !== '' && (via === 'jwt' || via === 'api-key');
      const isJudged = typeof code === 'string' && code !== '';
      const isAdmitted = isJudged && (enforcement === 'observe' || (code === 'VALID' && isKnown));
      const { seen, answer } = await ask(eventOf(context));
      expect(seen !== null).toBe(isAdmitted);
      if (isAdmitted) passed++;
      else expect([403, 429, 500]).toContain((answer as APIGatewayProxyResult).statusCode);
    }),
    { numRuns: 2_000, seed: 1 },
  );
  expect(passed).toBeGreaterThan(20);
});

test('no spelling of a withheld header reaches the handler', async () => {
  const word = fc.constantFrom(
    'authorization',
    'x-api-key',
    'x-latchkey-user',
    'x-latchkey-',
    'x-latchkey-key-id',
  );
  // One bit a letter: upper case, or `_` for `-`.
  const name = fc.tuple(word, fc.nat(2 ** 17 - 1)).map(([letters, spelling]) =>
    letters
      .split('')
      .map((letter, at) => ((spelling >> at) & 1 ? other(letter) : letter))
      .join(''),
  );
  const other = (letter: string) => (letter === '-' ? '_' : letter.toUpperCase());
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 1 }), async (names) => {
      const headers = Object.fromEntries(names.map((each) => [each, 'forged']));
      const multiValueHeaders = Object.fromEntries(names.map((each) => [each, ['forged']]));
      const { seen } = await ask({ ...restEvent(judged), headers, multiValueHeaders });
      expect([seen?.headers, seen?.multiValueHeaders]).toEqual([{}, {}]);
    }),
  );
});
