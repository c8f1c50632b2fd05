import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { problems } from '../../../lambdas/contract/codes.ts';
import { mintSecret } from '../../../lambdas/domain/keys/secret.ts';
import { epochSeconds } from '../../../lambdas/domain/time.ts';
import { authorizerOver } from '../../support/memory-authorizer.ts';
import { MemoryCredentials } from '../../support/memory-credentials.ts';
import { authorizerEvent } from '../../support/memory-events.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from '../../support/memory-ports.ts';

const { plaintext } = mintSecret('lk', predictableRandom());
const userId = 'ci-bot@example.com';
let table: MemoryCredentials;
let clock: SettableClock;
let handler: ReturnType<typeof authorizerOver>;

beforeEach(() => {
  table = new MemoryCredentials();
  table.putCredential(plaintext);
  table.putUser(userId);
  table.putRole('developer');
  clock = clockAt(noon);
  handler = authorizerOver(table, clock.now);
});

const ask = (key = plaintext): Promise<APIGatewayAuthorizerResult> =>
  handler(authorizerEvent({ 'X-Api-Key': key }));
const effectOf = ({ policyDocument, context }: APIGatewayAuthorizerResult) => [
  (policyDocument.Statement[0] as { Effect: string }).Effect,
  context?.['code'],
];

describe('the answer', () => {
  test('to a good key is an Allow for the whole stage, with what handlers need', async () => {
    expect(await ask()).toEqual({
      principalId: userId,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/api/*',
          },
        ],
      },
      context: {
        code: 'VALID',
        via: 'api-key',
        userId,
        roles: '["developer"]',
        scopes: '["database:*"]',
        accessRights: '{}',
        apiKeyId: '3f0c0000-0000-4000-a000-000000000000',
        keyPrefix: plaintext.slice(0, 10),
        apiKeyName: 'CI Pipeline',
        apiKeyType: 'end-user',
        apiKeyExpiresAt: '',
        rateLimit: '2000',
        rateLimitTier: 'pro',
        rateLimitRemaining: '1999',
        rateLimitResetMs: '30',
        rateLimitRetryAfterMs: '0',
      },
    });
  });

  test('tells the expiry', async () => {
    table.putCredential(plaintext, { expiresAt: noon + 1 });
    expect((await ask()).context).toMatchObject({ apiKeyExpiresAt: '2027-06-15T12:00:00.501Z' });
  });

  test('to an address that is not allowed is an Allow with that verdict, for handlers to refuse', async () => {
    table.putCredential(plaintext, { allowedIps: ['198.51.100.0/24'] });
    expect(effectOf(await ask())).toEqual(['Allow', 'IP_NOT_ALLOWED']);
  });

  test('gives scalars only, as API Gateway wants them', async () => {
    for (const answer of [await ask(), await handler(authorizerEvent({}))]) {
      expect(Object.values(answer.context ?? {}).every((value) => typeof value === 'string')).toBe(true);
    }
  });
});

describe('a Deny carries its code and the public text of it, for the gateway’s response', () => {
  test.each<[keyof typeof problems, () => void]>([
    ['API_KEY_INVALID', () => table.removeCredential(plaintext)],
    ['API_KEY_INVALID', () => table.putCredential(plaintext, { userId: 'nobody@example.com' })],
    ['API_KEY_INVALID', () => table.putCredential(plaintext, { ttl: epochSeconds(noon) })],
    ['API_KEY_INVALID', () => table.putCredential(plaintext, { retiresAt: noon })],
    ['USER_DISABLED', () => table.putUser(userId, { status: 'disabled' })],
    ['USER_HAS_NO_ROLES', () => table.putUser(userId, { roles: [] })],
    ['API_KEY_PAUSED', () => table.putCredential(plaintext, { status: 'paused' })],
    ['API_KEY_EXPIRED', () => table.putCredential(plaintext, { expiresAt: noon })],
  ])('%s', async (code, arrange) => {
    arrange();
    const answer = await ask();
    expect(effectOf(answer)).toEqual(['Deny', code]);
    expect(answer.context).toEqual({ code, message: problems[code].detail });
    expect(answer.principalId).toBe('anonymous');
  });

  test('and nothing in it needs escaping in JSON', async () => {
    const { context } = await handler(authorizerEvent({}));
    for (const value of Object.values(context ?? {})) expect(JSON.stringify(value)).toBe(`"${value}"`);
  });
});

test.each(['/v1/users/*', '/v1/users/a?', '/v1/users/a:b%2Fc'])(
  'a Deny for %s is about the stage, whatever the path',
  async (path) => {
    const stage = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/api';
    const event = { ...authorizerEvent({}), methodArn: `${stage}/GET${path}` };
    const { policyDocument } = await handler(event);
    expect(policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${stage}/*` },
    ]);
  },
);

describe('what it costs', () => {
  test.each([
    ['no credential', {}, 'UNAUTHENTICATED'],
    ['two credentials', { Authorization: `Bearer ${plaintext}`, 'X-Api-Key': plaintext }, 'UNAUTHENTICATED'],
    ['a wrong checksum', { 'X-Api-Key': `${plaintext.slice(0, -6)}000000` }, 'API_KEY_INVALID'],
    ['another prefix', { 'X-Api-Key': plaintext.replace('lk_', 'xx_') }, 'API_KEY_INVALID'],
    ['an empty header', { Authorization: '' }, 'API_KEY_INVALID'],
  ])('%s is refused without a read', async (_, headers, code) => {
    expect(effectOf(await handler(authorizerEvent(headers)))).toEqual(['Deny', code]);
    expect(table.reads).toEqual([]);
  });

  test('an event without headers is one without credential', async () => {
    const event = { ...authorizerEvent({}), headers: null, multiValueHeaders: null };
    expect(effectOf(await handler(event))).toEqual(['Deny', 'UNAUTHENTICATED']);
  });

  test('an event with single headers only is read by them', async () => {
    const sent = (headers: Record<string, string>) =>
      handler({ ...authorizerEvent({}), headers, multiValueHeaders: null });
    expect(effectOf(await sent({ authorization: `Bearer ${plaintext}` }))).toEqual(['Allow', 'VALID']);
    const both = { authorization: `Bearer ${plaintext}`, 'x-api-key': plaintext };
    expect(effectOf(await sent(both))).toEqual(['Deny', 'UNAUTHENTICATED']);
  });

  test('the first sight of a key takes two reads and one for its roles, later ones take one', async () => {
    await ask();
    expect(table.takeReads().map((keys) => keys.length)).toEqual([1, 2, 1]);
    await ask();
    expect(table.takeReads()).toEqual([[expect.stringMatching(/^C#/), `U#${userId}`]]);
  });

  test('an unknown key takes one read, every time', async () => {
    table.removeCredential(plaintext);
    await ask();
    await ask();
    expect(table.reads.map((keys) => keys.length)).toEqual([1, 1]);
  });

  test('all roles of a user are one read', async () => {
    table.putUser(userId, { roles: ['developer', 'operator', 'no-such-role'] });
    table.putRole('operator', { scopes: ['metadata:read'] });
    const answer = await ask();
    expect(answer.context?.['scopes']).toBe('["database:*","metadata:read"]');
    expect(table.takeReads()[2]).toEqual(['R#developer', 'R#operator', 'R#no-such-role']);
  });
});

describe('what takes rights away is effective for the very next call', () => {
  test.each<[string, () => void]>([
    ['pausing', () => table.putCredential(plaintext, { status: 'paused' })],
    ['deleting', () => table.removeCredential(plaintext)],
    ['disabling the user', () => table.putUser(userId, { status: 'disabled' })],
    ['taking the roles', () => table.putUser(userId, { roles: [] })],
  ])('%s', async (_, takeAway) => {
    expect(effectOf(await ask())[0]).toBe('Allow');
    takeAway();
    expect(effectOf(await ask())[0]).toBe('Deny');
  });

  test('and so is what gives them back', async () => {
    table.removeCredential(plaintext);
    await ask();
    table.putCredential(plaintext);
    expect(effectOf(await ask())[0]).toBe('Allow');
  });

  test('a user’s other roles count at once', async () => {
    table.putRole('operator', { scopes: ['metadata:read'] });
    await ask();
    table.putUser(userId, { roles: ['operator'] });
    expect((await ask()).context?.['scopes']).toBe('["metadata:read"]');
  });
});

describe('when DynamoDB does not answer', () => {
  test.each([0, 1, 2])('it throws, at whichever read (%i answered)', async (answered) => {
    table.interfere = () => {
      if (table.reads.length > answered) throw new Error('no answer');
    };
    await expect(ask()).rejects.toThrow('no answer');
  });

  test('it throws for a known key too, and answers again once DynamoDB does', async () => {
    await ask();
    table.interfere = () => {
      throw new Error('no answer');
    };
    await expect(ask()).rejects.toThrow('no answer');
    table.interfere = () => {};
    expect(effectOf(await ask())).toEqual(['Allow', 'VALID']);
  });
});
