import fc from 'fast-check';
import type { AccessRights } from '../../../lambdas/domain/permissions/access-rights.ts';
import { mintSecret } from '../../../lambdas/domain/keys/secret.ts';
import { authorizerOver } from '../../support/memory-authorizer.ts';
import { MemoryCredentials } from '../../support/memory-credentials.ts';
import { authorizerEvent } from '../../support/memory-events.ts';
import { noon, predictableRandom } from '../../support/memory-ports.ts';

/** What API Gateway takes of an authorizer (quota). */
const maxResultBytes = 8_192;
const { plaintext } = mintSecret('lk', predictableRandom());
const userId = `${'u'.repeat(244)}@example.com`;

interface Size {
  readonly scopes: number;
  readonly modules: number;
  readonly roles: number;
  readonly name: string;
}

/** Rights to so many modules, each of which takes about 26 bytes of JSON. */
const modules = (count: number): AccessRights => ({
  projects: {
    sales: {
      modules: Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`module-${at}`.padEnd(16, '-'), 'write']),
      ),
    },
  },
});

/** The answer about a key of this name, whose user has so many roles, which together grant this much. */
function resultFor({ scopes, modules: count, roles, name }: Size) {
  const table = new MemoryCredentials();
  const names = Array.from({ length: roles }, (_, at) => `role-${at}-`.padEnd(64, 'x'));
  table.putCredential(plaintext, { name, userId, expiresAt: noon + 1 });
  table.putUser(userId, { roles: names });
  table.putRole(names[0]!, {
    scopes: Array.from({ length: scopes }, (_, at) => `resource-${at}:action`),
    accessRights: count === 0 ? {} : modules(count),
  });
  return authorizerOver(table, () => noon)(authorizerEvent({ 'X-Api-Key': plaintext }));
}

test('what fits is carried', async () => {
  const { context } = await resultFor({ scopes: 20, modules: 20, roles: 3, name: 'CI' });
  expect(JSON.parse(String(context?.['scopes']))).toHaveLength(20);
  expect(Object.keys(JSON.parse(String(context?.['accessRights'])).projects.sales.modules)).toHaveLength(20);
});

test('no rights at all are carried as such, not as omitted', async () => {
  const { context } = await resultFor({ scopes: 0, modules: 0, roles: 1, name: 'CI' });
  expect(context).toMatchObject({ scopes: '[]', accessRights: '{}' });
});

test('huge access rights and huge scopes are omitted, and the rest is there', async () => {
  for (const size of [
    { scopes: 1, modules: 1_000 },
    { scopes: 1_000, modules: 1 },
  ]) {
    expect((await resultFor({ ...size, roles: 3, name: 'CI' })).context).toMatchObject({
      code: 'VALID',
      scopes: '',
      accessRights: '',
      apiKeyName: 'CI',
    });
  }
});

test('the result is never more than API Gateway takes, whatever the permissions, the name and the roles', async () => {
  const size = fc.record({
    scopes: fc.integer({ min: 0, max: 300 }),
    modules: fc.integer({ min: 0, max: 300 }),
    roles: fc.integer({ min: 1, max: 20 }),
    name: fc.constantFrom('CI', '"'.repeat(256), '漢'.repeat(256), '😀'.repeat(256)),
  });
  await fc.assert(
    fc.asyncProperty(size, async (chosen) => {
      const result = await resultFor(chosen);
      expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThanOrEqual(maxResultBytes);
    }),
  );
});
