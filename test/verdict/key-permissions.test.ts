import fc from 'fast-check';
import {
  keyPermissions,
  type Permissions,
  type Restriction,
  unitePermissions,
} from '../../lambdas/domain/permissions/permissions.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { createAuthenticate } from '../../lambdas/verdict/authenticate.ts';
import { verdictsOver } from '../../lambdas/verdict/dependencies.ts';
import { createKeyPermissions } from '../../lambdas/verdict/key-permissions.ts';
import { permissions, restriction } from '../support/memory-arbitraries.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { MemoryLimiterStore } from '../support/memory-limiter.ts';
import { clockAt, noon, predictableRandom } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

const userId = 'ci-bot@example.com';
const copyOf = <T>(value: T): T => structuredClone(value);

describe('what is kept', () => {
  test('is what a fresh intersection gives, whatever was asked before', () => {
    const few = fc.record({
      grants: fc.array(permissions, { minLength: 1, maxLength: 3 }),
      restrictions: fc.array(restriction, { minLength: 1, maxLength: 4 }),
      asked: fc.array(fc.tuple(fc.nat(2), fc.nat(3), fc.boolean()), { minLength: 1, maxLength: 20 }),
    });
    fc.assert(
      fc.property(few, ({ grants, restrictions, asked }) => {
        const kept = createKeyPermissions();
        for (const [grantAt, restrictionAt, isCopied] of asked) {
          const granted = grants[grantAt % grants.length]!;
          const own = copyOf(restrictions[restrictionAt % restrictions.length]!);
          expect(kept(isCopied ? copyOf(granted) : granted, own)).toEqual(keyPermissions(granted, own));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('is given again for the same definitions and an equal restriction, and only then', () => {
    const kept = createKeyPermissions();
    const granted: Permissions = { scopes: ['database:*'], accessRights: {} };
    const own: Restriction = { scopes: ['database:read'], accessRights: null };
    const outcome = kept(granted, own);
    expect(kept(granted, copyOf(own))).toBe(outcome);
    expect(kept(copyOf(granted), own)).not.toBe(outcome);
    expect(kept(granted, { ...own, scopes: ['database:write'] })).toEqual({
      scopes: ['database:write'],
      accessRights: {},
    });
    // A damaged item is no unrestricted one, also where an unrestricted one has been seen.
    const { scopes } = own;
    expect(() => kept(granted, { scopes } as Restriction)).toThrow(TypeError);
    expect(() => kept(granted, {} as Restriction)).toThrow(TypeError);
  });

  test.each([
    ['many', 10_000, []],
    ['long', 100, Array.from({ length: 200 }, (_, at) => `database:${'x'.repeat(200)}-${at}`)],
  ])('is forgotten where there are too %s of them, and stays right', (_, count, padding) => {
    const kept = createKeyPermissions();
    const granted: Permissions = { scopes: ['database:*'], accessRights: {} };
    const restrictionOf = (at: number) => ({ scopes: [`database:${at}`, ...padding], accessRights: null });
    const first = kept(granted, restrictionOf(0));
    expect(kept(granted, restrictionOf(0))).toBe(first);
    for (let at = 1; at <= count; at += 1) {
      expect(kept(granted, restrictionOf(at)).scopes).toContain(`database:${at}`);
    }
    expect(kept(granted, restrictionOf(0))).not.toBe(first);
    expect(kept(granted, restrictionOf(0))).toEqual(first);
  });
});

describe('a key of one container', () => {
  const { plaintext } = mintSecret('lk', predictableRandom('kept'));
  function container() {
    const table = new MemoryCredentials();
    const clock = clockAt(noon);
    const credentials = { reader: table, limiterStore: new MemoryLimiterStore() };
    const authenticate = createAuthenticate(verdictsOver(credentials, settings, clock.now, () => {}));
    const permissionsNow = async () =>
      (await authenticate(plaintext, { sourceIp: null })).verdict.permissions;
    return { table, clock, permissionsNow };
  }

  test('a restriction that was changed counts at the very next call: narrowed, lifted, back again', async () => {
    const { table, permissionsNow } = container();
    table.putUser(userId);
    table.putRole('developer', { scopes: ['database:*', 'metadata:read'] });
    for (const scopes of [null, ['database:read'], [], ['database:read'], null, ['metadata:read'], []]) {
      table.putCredential(plaintext, { scopes, rateLimitTier: 'enterprise' });
      expect((await permissionsNow()).scopes).toEqual(scopes ?? ['database:*', 'metadata:read']);
    }
  });

  test('may do what its roles and its restriction say, through any history of both', async () => {
    const names = ['red', 'green'];
    const change = fc.oneof(
      fc.record({ role: fc.constantFrom(...names), grant: fc.option(permissions) }),
      fc.record({ roles: fc.subarray(names, { minLength: 1 }) }),
      fc.record({ restriction }),
    );
    const history = fc.array(change, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(history, async (changes) => {
        const { table, clock, permissionsNow } = container();
        const grants = new Map<string, Permissions>();
        let roles = ['red'];
        let own: Restriction = { scopes: null, accessRights: null };
        for (const made of changes) {
          if ('restriction' in made) own = made.restriction;
          else if ('roles' in made) roles = made.roles;
          else {
            if (made.grant === null) grants.delete(made.role);
            else grants.set(made.role, made.grant);
            // The one thing that may lag.
            clock.set(clock.now() + 10_000);
          }
          for (const name of names) {
            const grant = grants.get(name);
            if (grant === undefined) table.removeRole(name);
            else table.putRole(name, copyOf(grant));
          }
          table.putUser(userId, { roles });
          table.putCredential(plaintext, { ...copyOf(own), rateLimitTier: 'enterprise' });
          const united = unitePermissions(roles.flatMap((name) => grants.get(name) ?? []));
          expect(await permissionsNow()).toEqual(keyPermissions(united, own));
        }
      }),
      { numRuns: 300 },
    );
  });
});
