import type { UsageLine } from '../../lambdas/contract/usage.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { authorizerOver } from '../support/memory-authorizer.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { authorizerEvent } from '../support/memory-events.ts';
import { MemoryLimiterStore } from '../support/memory-limiter.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from '../support/memory-ports.ts';

const { plaintext } = mintSecret('lk', predictableRandom('limited'));
const userId = 'ci-bot@example.com';
let table: MemoryCredentials;
let limiterStore: MemoryLimiterStore;
let clock: SettableClock;
let printed: UsageLine[];
let handler: ReturnType<typeof authorizerOver>;

beforeEach(() => {
  table = new MemoryCredentials();
  table.putCredential(plaintext, { rateLimitTier: 'free' });
  table.putUser(userId);
  table.putRole('developer');
  limiterStore = new MemoryLimiterStore();
  clock = clockAt(noon);
  printed = [];
  const print = (line: object) => void printed.push(line as UsageLine);
  handler = authorizerOver(table, clock.now, { limiterStore, print });
});

const ask = () => handler(authorizerEvent({ Authorization: `ApiToken ${plaintext}` }));
const askTimes = async (times: number) => {
  for (let n = 0; n < times; n++) await ask();
};

describe('a limited key', () => {
  test('is told what is left, and the call over the limit is an Allow that says so and nothing else', async () => {
    expect((await ask()).context).toMatchObject({ code: 'VALID', rateLimitRemaining: '99' });
    await askTimes(99);
    const { policyDocument, context } = await ask();
    expect(policyDocument.Statement[0]).toMatchObject({ Effect: 'Allow' });
    expect(context).toEqual({
      code: 'RATE_LIMITED',
      via: 'api-key',
      userId,
      roles: '[]',
      scopes: '[]',
      accessRights: '{}',
      apiKeyId: '3f0c0000-0000-4000-a000-000000000000',
      keyPrefix: plaintext.slice(0, 10),
      apiKeyName: '',
      apiKeyType: 'end-user',
      apiKeyExpiresAt: '',
      rateLimit: '100',
      rateLimitTier: 'free',
      rateLimitRemaining: '0',
      rateLimitResetMs: '60000',
      rateLimitRetryAfterMs: '600',
    });
  });

  test('costs one write a call; at first sight its bucket comes with its user', async () => {
    await askTimes(3);
    expect(limiterStore.writes).toBe(3);
    const [, second] = table.takeReads();
    expect(second).toEqual([`U#${userId}`, 'L#3f0c0000-0000-4000-a000-000000000000']);
  });

  test('of which a call is refused for another reason spends nothing', async () => {
    for (const fields of [
      { status: 'paused' },
      { expiresAt: noon },
      { allowedIps: ['198.51.100.0/24'] },
    ] as const) {
      table.putCredential(plaintext, { rateLimitTier: 'free', ...fields });
      await ask();
    }
    table.putCredential(plaintext, { rateLimitTier: 'free' });
    table.putUser(userId, { status: 'disabled' });
    await ask();
    expect(limiterStore.writes).toBe(0);
  });

  test('is never let through where its bucket does not answer', async () => {
    limiterStore.interfere = () => Promise.reject(new Error('no answer'));
    await expect(ask()).rejects.toThrow('no answer');
  });
});

test('a key without a limit writes nothing', async () => {
  table.putCredential(plaintext, { rateLimitTier: 'enterprise' });
  expect((await ask()).context).toMatchObject({ code: 'VALID', rateLimit: '' });
  expect(limiterStore.writes).toBe(0);
});

test('a tier that configuration no longer has counts as the default', async () => {
  table.putCredential(plaintext, { rateLimitTier: 'platinum' });
  expect((await ask()).context).toMatchObject({ rateLimit: '2000', rateLimitTier: 'pro' });
});

describe('usage', () => {
  test('of a call that ends here is told, with what was refused', async () => {
    table.putCredential(plaintext, { status: 'paused' });
    const event = authorizerEvent({ 'X-Api-Key': plaintext });
    event.requestContext.requestTimeEpoch = noon - 12;
    event.requestContext.identity.userAgent = `tool ${plaintext} ${'x/'.repeat(150)}`;
    await handler(event);
    expect(printed).toEqual([
      {
        usage: {
          apiKeyId: '3f0c0000-0000-4000-a000-000000000000',
          keyPrefix: plaintext.slice(0, 10),
          at: new Date(noon).toISOString(),
          method: 'GET',
          path: '/v1/api-keys',
          status: 401,
          outcome: 'denied',
          code: 'API_KEY_PAUSED',
          sourceIp: '203.0.113.7',
          userAgent: `tool [masked key] ${'x/'.repeat(119)}`,
          requestId: 'request-1',
          latencyMs: 12,
        },
      },
    ]);
  });

  test('of a call that a handler answers, or of a key that nobody has, is not told here', async () => {
    await askTimes(101);
    table.removeCredential(plaintext);
    await ask();
    expect(printed).toEqual([]);
  });
});
