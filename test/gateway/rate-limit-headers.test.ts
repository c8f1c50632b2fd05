import type { AuthorizerContext } from '../../lambdas/contract/authorizer-context.ts';
import { call } from '../support/memory-answers.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { administrator, eventFor } from '../support/memory-events.ts';
import { handlerOf, operationThat } from '../support/memory-operations.ts';

const handler = handlerOf([operationThat('getPrincipal', async () => ({ body: {} }))], { now: () => 1_000 });
const limited: AuthorizerContext = {
  ...administrator,
  via: 'api-key',
  apiKeyId: apiKeyIdOf('a-key'),
  keyPrefix: 'lk_aB3dE5g',
  apiKeyType: 'admin',
  rateLimit: '100',
  rateLimitTier: 'free',
  rateLimitRemaining: '42',
  rateLimitResetMs: '34501',
  rateLimitRetryAfterMs: '0',
};
const ask = (authorizer: AuthorizerContext, requestTimeEpoch = 990) => {
  const event = eventFor('getPrincipal', { authorizer, userAgent: `x lk_${'a'.repeat(49)}` });
  Object.assign(event.requestContext, { requestTimeEpoch });
  return call(handler, event);
};

test('every answer to a limited key tells its limit', async () => {
  const { status, headers } = await ask(limited);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'RateLimit-Policy': '"free";q=100;w=60',
    RateLimit: '"free";r=42;t=35',
  });
  expect(headers['Retry-After']).toBeUndefined();
});

test('a refused call is 429, and told when to come back', async () => {
  const refused = { ...limited, code: 'RATE_LIMITED', rateLimitRemaining: '0', rateLimitRetryAfterMs: '600' };
  const { status, headers, body } = await ask(refused as AuthorizerContext);
  expect([status, body]).toMatchObject([429, { code: 'RATE_LIMITED', detail: 'Rate limit exceeded' }]);
  expect(headers).toMatchObject({
    'Retry-After': '1',
    RateLimit: '"free";r=0;t=35',
    'RateLimit-Policy': '"free";q=100;w=60',
  });
});

test('a caller without a limit is told of none', async () => {
  expect(Object.keys((await ask(administrator)).headers)).not.toContain('RateLimit');
});

describe('the usage line', () => {
  const lines: string[] = [];
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  beforeEach(() => {
    lines.length = 0;
    stdout.write = (text: string | Uint8Array) => {
      lines.push(String(text));
      return true;
    };
  });
  afterEach(() => {
    stdout.write = write;
  });

  test('is printed once for each call with a key, whatever became of it', async () => {
    await ask(limited);
    await ask({ ...limited, code: 'IP_NOT_ALLOWED' });
    const usages = lines.map((line) => JSON.parse(line).usage);
    const common = {
      apiKeyId: apiKeyIdOf('a-key'),
      keyPrefix: 'lk_aB3dE5g',
      at: '1970-01-01T00:00:01.000Z',
      method: 'GET',
      path: '/v1/me',
      sourceIp: '203.0.113.7',
      userAgent: 'x [masked key]',
      requestId: 'request-1',
      latencyMs: 10,
      needed: { scopes: [] },
    };
    expect(usages).toEqual([
      { ...common, status: 200, outcome: 'success', code: 'VALID' },
      { ...common, status: 403, outcome: 'denied', code: 'IP_NOT_ALLOWED' },
    ]);
  });

  test('is not printed for people, nor does a clock that is behind make a call last less than nothing', async () => {
    await ask(administrator);
    expect(lines).toEqual([]);
    await ask(limited, 5_000);
    expect(JSON.parse(lines[0]!).usage.latencyMs).toBe(0);
  });
});
