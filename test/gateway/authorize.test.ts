import type { AuthorizerContext } from '../../lambdas/contract/authorizer-context.ts';
import { problems } from '../../lambdas/contract/codes.ts';
import { type OperationId, routes } from '../../lambdas/contract/routes.ts';
import type { LoadPermissions } from '../../lambdas/gateway/principal.ts';
import { call } from '../support/memory-answers.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { administrator, eventFor } from '../support/memory-events.ts';
import { handlerOf, operationThat } from '../support/memory-operations.ts';

const logged = captureLogLines();

/** Every operation answers with the principal that it was given. */
const operations = routes.map(({ operationId }) =>
  operationThat(operationId, async ({ principal }) => ({ body: { principal } })),
);
const handlerWith = (loadPermissions: LoadPermissions) => handlerOf(operations, { loadPermissions });
const handler = handlerWith(async () => {
  throw new Error('permissions stand in the context');
});
const ask = (operationId: OperationId, authorizer: Partial<AuthorizerContext> | null) =>
  call(handler, eventFor(operationId, { authorizer, id: 'x' }));

const endUserKey: AuthorizerContext = {
  ...administrator,
  via: 'api-key',
  apiKeyId: apiKeyIdOf('k1'),
  apiKeyName: 'CI Pipeline',
  apiKeyType: 'end-user',
  apiKeyExpiresAt: '2027-06-15T12:00:00.500Z',
};
const publicRoutes = ['getHealth', 'getConfig', 'getOpenApi', 'getProblem'];
const closed = routes.filter(({ operationId }) => !publicRoutes.includes(operationId));

describe('every route but the public ones', () => {
  test.each(closed.map(({ operationId }) => operationId))(
    '%s asks for an authorizer’s answer',
    async (id) => {
      for (const context of [null, {}, { code: 'VALID' as const }, { ...administrator, code: undefined }]) {
        const answer = await ask(id, context);
        expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHENTICATED']);
      }
    },
  );

  test.each(closed.map(({ operationId }) => operationId))(
    '%s refuses what the authorizer refuses',
    async (id) => {
      const answer = await ask(id, { ...administrator, code: 'IP_NOT_ALLOWED' });
      expect([answer.status, answer.body.code]).toEqual([403, 'IP_NOT_ALLOWED']);
      expect(answer.body.detail).toBe(problems.IP_NOT_ALLOWED.detail);
    },
  );
});

test.each(publicRoutes as OperationId[])('%s needs nothing, and has no principal', async (id) => {
  expect(await ask(id, null)).toMatchObject({ status: 200, body: { principal: null } });
  expect(await ask(id, administrator)).toMatchObject({ status: 200, body: { principal: null } });
});

describe('an end-user key', () => {
  const openToEndUsers = new Set<string>(['/v1/me', '/v1/scopes', '/v1/verify']);

  test('may ask who it is, and is refused on every route that is not for it, whatever its scopes', async () => {
    for (const { operationId, path } of closed) {
      const { status, body } = await ask(operationId, endUserKey);
      const expected = openToEndUsers.has(path) ? [200, undefined] : [403, 'END_USER_KEY'];
      expect([operationId, status, body.code]).toEqual([operationId, ...expected]);
    }
  });

  test('is refused for its type before its scopes', async () => {
    expect((await ask('listAuditEvents', { ...endUserKey, scopes: '[]' })).body.code).toBe('END_USER_KEY');
  });

  test('an admin key is not refused', async () => {
    expect((await ask('listApiKeys', { ...endUserKey, apiKeyType: 'admin' })).status).toBe(200);
  });
});

describe('the principal', () => {
  test('is what the authorizer says', async () => {
    expect(
      (await ask('getPrincipal', { ...endUserKey, scopes: '["database:read"]' })).body.principal,
    ).toEqual({
      userId: 'admin@example.com',
      via: 'api-key',
      roles: ['admin'],
      permissions: { scopes: ['database:read'], accessRights: JSON.parse(administrator.accessRights) },
      apiKey: { id: 'k1', name: 'CI Pipeline', type: 'end-user', expiresAt: '2027-06-15T12:00:00.500Z' },
    });
  });

  test('of a person has no key', async () => {
    expect((await ask('getPrincipal', administrator)).body.principal.apiKey).toBeNull();
  });

  test('a key without expiry never expires, and one of an unknown type is an end user’s', async () => {
    const context = { ...endUserKey, apiKeyExpiresAt: '', apiKeyType: '' as const };
    expect((await ask('getPrincipal', context)).body.principal.apiKey).toMatchObject({
      expiresAt: null,
      type: 'end-user',
    });
  });

  test('with no scopes and rights has none: they are not taken for omitted', async () => {
    const answer = await ask('getPrincipal', { ...administrator, scopes: '[]', accessRights: '{}' });
    expect(answer.body.principal.permissions).toEqual({ scopes: [], accessRights: {} });
  });

  test('whose permissions did not fit has them read from the store', async () => {
    const asked: unknown[] = [];
    const loading = handlerWith(async (userId, apiKeyId) => {
      asked.push([userId, apiKeyId]);
      return { scopes: ['metadata:read'], accessRights: {} };
    });
    const authorizer = { ...endUserKey, scopes: '', accessRights: '' };
    const answer = await call(loading, eventFor('getPrincipal', { authorizer }));
    expect(answer.body.principal.permissions.scopes).toEqual(['metadata:read']);
    expect(asked).toEqual([['admin@example.com', 'k1']]);
  });

  test('whose permissions cannot be read is not let through', async () => {
    const answer = await ask('listApiKeys', { ...administrator, scopes: '', accessRights: '' });
    expect(answer.status).toBe(500);
    expect(logged.join()).toContain('permissions stand in the context');
  });
});
