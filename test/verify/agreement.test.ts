import fc from 'fast-check';
import { credentialOf } from '../../lambdas/domain/keys/credential.ts';
import { keyPermissions, unitePermissions } from '../../lambdas/domain/permissions/permissions.ts';
import { type AuthorizationRequest, decide } from '../../lambdas/verdict/decide.ts';
import { scopes } from '../support/memory-arbitraries.ts';
import { person, serveApi } from '../support/memory-api.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { type Of, storesOf, world } from '../support/memory-key-worlds.ts';

const target = fc.oneof(
  fc.record({
    module: fc.constantFrom('sales', 'ops', '*'),
    action: fc.constantFrom('read', 'write'),
  }),
  fc.record({
    environment: fc.constantFrom('sales', 'ops', '*'),
    action: fc.constantFrom('read', 'execute', 'deploy'),
  }),
);
const asked = fc.record({
  scopes: fc.option(scopes, { nil: undefined }),
  sourceIp: fc.constantFrom(undefined, '203.0.113.7', '203.0.113.8', '::1', '192.0.2.1'),
  target: fc.option(fc.tuple(fc.constantFrom('sales', 'ops', '*'), target), { nil: undefined }),
});
/** Makes the world, and asks both routes the same about its one key. */
async function ask(made: Of<typeof world>, { target, ...more }: Of<typeof asked>) {
  const { memory, plaintext, key, stored } = storesOf(made);
  const admin = serveApi(memory.stores, clockAt(noon)).as(person('admin@example.com'));
  const body = JSON.parse(JSON.stringify({ ...more, ...(target && { project: target[0], ...target[1] }) }));
  const explained = await admin('testApiKey', { at: { id: key.id }, body });
  const verified = await admin('verifyApiKey', { body: { key: plaintext, ...body } });
  expect([explained.status, verified.status]).toEqual([200, 200]);
  return { explained: explained.body, verified: verified.body, stored, after: memory.keys.get(key.id) };
}

describe('whatever the roles, the key and the request', () => {
  test('test and verify agree, and verify says what decide says', async () => {
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(world, asked, async (made, request) => {
        const { explained, verified, stored, after } = await ask(made, request);
        expect(explained.valid).toBe(verified.valid);
        const { target } = request;
        const [project = '', named] = target ?? [];
        const rights =
          named === undefined
            ? {}
            : 'module' in named
              ? { projects: { [project]: { modules: { [named.module]: named.action } } } }
              : { projects: { [project]: { environments: { [named.environment]: [named.action] } } } };
        const authorization = {
          sourceIp: request.sourceIp ?? null,
          requested: { scopes: request.scopes ?? [], accessRights: rights },
        } as AuthorizationRequest;
        const grants = made.user.roles.flatMap((role) => made.roles[role] ?? []);
        const credential = credentialOf(stored, settings.retentionDays);
        const held = keyPermissions(unitePermissions(grants), credential);
        const verdict = decide(credential, made.user, held, authorization, noon);
        expect(verified.code).toBe(verdict.code);
        expect(verified.missingScopes).toEqual(verdict.missing?.scopes ?? []);
        expect(after).toEqual(stored);
        codes.add(verified.code);
      }),
      { numRuns: 1_000 },
    );
    expect([...codes].toSorted()).toEqual([
      'API_KEY_EXPIRED',
      'API_KEY_PAUSED',
      'INSUFFICIENT_PERMISSIONS',
      'IP_NOT_ALLOWED',
      'USER_DISABLED',
      'USER_HAS_NO_ROLES',
      'VALID',
    ]);
  });

  test('test names every check that fails, all at once', async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(world, asked, async (made, request) => {
        const { explained } = await ask(made, request);
        const { status, roles } = made.user;
        const { pausedBy, expiresAt, allowedIps } = made.key;
        const isNear = request.sourceIp === '203.0.113.7' || request.sourceIp === '203.0.113.8';
        const isAllowed =
          allowedIps === null ||
          (allowedIps.length === 1 ? isNear : ['203.0.113.7', '::1'].includes(request.sourceIp ?? ''));
        const expected = [
          ...(status === 'disabled' ? ['user-active'] : []),
          ...(roles.length === 0 ? ['user-roles'] : []),
          ...(pausedBy === null ? [] : ['not-paused']),
          ...(expiresAt !== null && expiresAt <= noon ? ['not-expired'] : []),
          ...(isAllowed ? [] : ['address']),
        ];
        const failing = explained.checks.filter(({ ok }: { ok: boolean }) => !ok);
        const names = failing.map(({ name }: { name: string }) => name);
        const ruled = names.filter((name: string) => !name.startsWith('scope ') && name !== 'access-rights');
        expect(ruled).toEqual(expected);
        expect(explained.valid).toBe(failing.length === 0);
        const told = explained.checks.filter(({ name }: { name: string }) => name.startsWith('scope '));
        expect(told).toHaveLength(request.scopes?.length ?? 0);
        most = Math.max(most, failing.length);
      }),
      { numRuns: 500 },
    );
    expect(most).toBeGreaterThan(4);
  });
});

test('each scope asked for has its own line, with the reason', async () => {
  const made = {
    roles: { red: { scopes: ['database:read'], accessRights: {} } },
    user: { status: 'active' as const, roles: ['red'] },
    key: { scopes: null, accessRights: null, pausedBy: null, expiresAt: null, allowedIps: null },
  };
  const request = {
    scopes: ['database:read', 'database:write'],
    sourceIp: undefined,
    target: ['sales', { module: 'ops', action: 'read' }],
  } as Of<typeof asked>;
  const { explained } = await ask(made, request);
  expect(explained.checks.slice(-4)).toEqual([
    { name: 'scope database:read', ok: true, detail: 'The key has database:read' },
    { name: 'scope database:write', ok: false, detail: 'The key lacks database:write' },
    { name: 'access-rights', ok: false, detail: 'The key lacks the access right' },
    { name: 'rate-limit', ok: true, detail: 'The rate limit leaves room' },
  ]);
});
