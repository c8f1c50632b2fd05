import { authorizerOver } from '../../support/memory-authorizer.ts';
import { MemoryCredentials } from '../../support/memory-credentials.ts';
import { authorizerEvent } from '../../support/memory-events.ts';
import { noon } from '../../support/memory-ports.ts';

const event = authorizerEvent({ Authorization: 'Bearer good.access.token' });
let table: MemoryCredentials;
beforeEach(() => {
  table = new MemoryCredentials();
  table.putUser('ada@example.com');
  table.putRole('developer', { scopes: ['database:*', 'permissions:escalate'] });
});

/** An issuer's keys in memory: one token is valid. */
const ask = (
  sent = event,
  verify = async (token: string) => (token.startsWith('good.') ? 'ada@example.com' : null),
) => authorizerOver(table, () => noon, { loadTokenVerifier: async () => ({ verify }) })(sent);

test('a person with a valid token is allowed, with the permissions of their roles', async () => {
  const { principalId, context } = await ask();
  expect(principalId).toBe('ada@example.com');
  expect(context).toMatchObject({
    code: 'VALID',
    via: 'jwt',
    userId: 'ada@example.com',
    scopes: '["database:*","permissions:escalate"]',
    apiKeyId: '',
    keyPrefix: '',
  });
});

test('one read tells their state, and one their roles, which are then remembered', async () => {
  const handler = authorizerOver(table, () => noon, {
    loadTokenVerifier: async () => ({ verify: async () => 'ada@example.com' }),
  });
  await handler(event);
  await handler(event);
  expect(table.reads).toEqual([['U#ada@example.com'], ['R#developer'], ['U#ada@example.com']]);
});

test.each([
  ['USER_UNKNOWN', () => table.items.delete('U#ada@example.com')],
  ['USER_DISABLED', () => table.putUser('ada@example.com', { status: 'disabled' })],
  ['USER_HAS_NO_ROLES', () => table.putUser('ada@example.com', { roles: [] })],
])(
  'a person who is authenticated, but %s: an Allow with that code and no permissions',
  async (code, arrange) => {
    arrange();
    const { policyDocument, context } = await ask();
    expect(policyDocument.Statement[0]).toMatchObject({ Effect: 'Allow' });
    expect(context).toMatchObject({ code, scopes: '[]', accessRights: '{}' });
  },
);

describe('a token that is not valid is denied, without a read', () => {
  const bad = authorizerEvent({ Authorization: 'Bearer bad.access.token' });

  test('as its verifier says', async () => {
    expect((await ask(bad)).context).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(table.reads).toEqual([]);
  });

  test('where the deployment has no issuer', async () => {
    expect((await authorizerOver(table, () => noon)(event)).context).toMatchObject({ code: 'TOKEN_INVALID' });
  });
});

test('when the issuer’s keys cannot be had, it throws: that says nothing about the token', async () => {
  const verify = async () => {
    throw new Error('the issuer does not answer');
  };
  await expect(ask(event, verify)).rejects.toThrow('the issuer does not answer');
});
