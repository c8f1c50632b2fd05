import fc from 'fast-check';
import { missingAccessRights } from '../../lambdas/domain/permissions/access-rights.ts';
import {
  type AuthorizationRequest,
  decide,
  decidePerson,
  type UserState,
} from '../../lambdas/verdict/decide.ts';
import type { Credential } from '../../lambdas/domain/keys/credential.ts';
import { explain } from '../../lambdas/verdict/explain.ts';
import {
  keyPermissions,
  missingPermissions,
  type Permissions,
  unitePermissions,
} from '../../lambdas/domain/permissions/permissions.ts';
import { missingScopes } from '../../lambdas/domain/permissions/scopes.ts';
import { permissions, restriction } from '../support/memory-arbitraries.ts';
import { noon } from '../support/memory-ports.ts';
import { aCredential } from '../support/memory-records.ts';

const request: AuthorizationRequest = { sourceIp: '203.0.113.7' };
const granted: Permissions = { scopes: ['database:*'], accessRights: {} };
const active: UserState = { status: 'active', roles: ['developer'] };

interface Case {
  readonly credential?: Partial<Credential>;
  readonly user?: Partial<UserState>;
  readonly request?: Partial<AuthorizationRequest>;
}
type Decided = [Credential, UserState, Permissions, AuthorizationRequest, number];
const inputOf = (of: Case, now = noon): Decided => [
  aCredential(of.credential),
  { ...active, ...of.user },
  granted,
  { ...request, ...of.request },
  now,
];
const codeOf = (of: Case, now = noon) => decide(...inputOf(of, now)).code;

/** Each fault, in the order in which they are answered. */
const faults: [code: string, fault: Case][] = [
  ['API_KEY_INVALID', { credential: { goneAt: noon } }],
  ['API_KEY_INVALID', { credential: { retiresAt: noon } }],
  ['USER_DISABLED', { user: { status: 'disabled' } }],
  ['USER_HAS_NO_ROLES', { user: { roles: [] } }],
  ['API_KEY_PAUSED', { credential: { status: 'paused' } }],
  ['API_KEY_EXPIRED', { credential: { expiresAt: noon } }],
  ['IP_NOT_ALLOWED', { credential: { allowedIps: ['198.51.100.0/24'] } }],
  ['INSUFFICIENT_PERMISSIONS', { request: { requested: { scopes: ['metadata:read'], accessRights: {} } } }],
];
const together = (some: typeof faults): Case => ({
  credential: Object.assign({}, ...some.map(([, { credential }]) => credential)) as Partial<Credential>,
  user: Object.assign({}, ...some.map(([, { user }]) => user)) as Partial<UserState>,
  request: Object.assign({}, ...some.map(([, fault]) => fault.request)) as Partial<AuthorizationRequest>,
});

describe('the order of refusals', () => {
  test.each(faults)('%s alone: %j', (code, fault) => {
    expect(codeOf(fault)).toBe(code);
  });

  test('of several that apply, the first is the answer', () => {
    fc.assert(
      fc.property(fc.subarray(faults, { minLength: 1 }), (some) => {
        expect(codeOf(together(some))).toBe(some[0]![0]);
      }),
    );
  });

  test('an unknown credential or user is API_KEY_INVALID, before anything else', () => {
    const paused = aCredential({ status: 'paused' });
    expect(decide(null, active, granted, request, noon).code).toBe('API_KEY_INVALID');
    expect(decide(paused, null, granted, request, noon).code).toBe('API_KEY_INVALID');
    expect(decide(null, null, granted, request, noon).code).toBe('API_KEY_INVALID');
  });

  test('an explanation names every fault, and finds none exactly where the verdict is VALID', () => {
    const explainable = faults.filter(([code]) => code !== 'API_KEY_INVALID');
    fc.assert(
      fc.property(fc.subarray(explainable), (some) => {
        const input = inputOf(together(some));
        const failing = explain(...input).filter(({ ok }) => !ok);
        expect(failing).toHaveLength(some.length);
        expect(decide(...input).code === 'VALID').toBe(failing.length === 0);
      }),
    );
  });
});

describe('the clock', () => {
  test('a key works until the last millisecond before it expires, and not from then on', () => {
    const expiring = { credential: { expiresAt: noon } };
    expect(codeOf(expiring, noon - 1)).toBe('VALID');
    expect(codeOf(expiring, noon)).toBe('API_KEY_EXPIRED');
    expect(codeOf(expiring, noon + 1)).toBe('API_KEY_EXPIRED');
  });

  test('a retiring secret works until the end of its grace period', () => {
    const retiring = { credential: { retiresAt: noon } };
    expect(codeOf(retiring, noon - 1)).toBe('VALID');
    expect(codeOf(retiring, noon)).toBe('API_KEY_INVALID');
  });

  test('an item past its ttl is gone, though DynamoDB still has it: no longer expired, but unknown', () => {
    const gone = { credential: { expiresAt: noon - 1, goneAt: noon } };
    expect(codeOf(gone, noon - 1)).toBe('API_KEY_EXPIRED');
    expect(codeOf(gone, noon)).toBe('API_KEY_INVALID');
  });
});

describe('the permissions of a verdict', () => {
  test('are never beyond those of the user, nor beyond those of the key', () => {
    fc.assert(
      fc.property(fc.array(permissions, { maxLength: 3 }), restriction, (roles, own) => {
        const held = keyPermissions(unitePermissions(roles), own);
        const verdict = decide(aCredential(own), active, held, request, noon);
        expect(verdict.code).toBe('VALID');
        expect(missingPermissions(unitePermissions(roles), verdict.permissions)).toBeNull();
        const { scopes, accessRights } = own;
        if (scopes !== null) expect(missingScopes(scopes, verdict.permissions.scopes)).toEqual([]);
        if (accessRights !== null)
          expect(missingAccessRights(accessRights, verdict.permissions.accessRights)).toEqual({});
      }),
    );
  });

  test('are the union of the roles where the key adds no restriction', () => {
    const roles = [
      { scopes: ['database:read'], accessRights: {} },
      { scopes: ['metadata:read'], accessRights: {} },
    ];
    const held = keyPermissions(unitePermissions(roles), aCredential());
    const { permissions: effective } = decide(aCredential(), active, held, request, noon);
    expect(effective).toEqual({ scopes: ['database:read', 'metadata:read'], accessRights: {} });
  });

  test('stand in the verdict where the caller is known, and in no other', () => {
    for (const [code, fault] of faults) {
      const isKnown = ['IP_NOT_ALLOWED', 'INSUFFICIENT_PERMISSIONS'].includes(code);
      expect([code, decide(...inputOf(fault)).permissions.scopes]).toEqual([
        code,
        isKnown ? ['database:*'] : [],
      ]);
    }
  });
});

test('what is asked for and not held is named', () => {
  const requested = { scopes: ['database:read', 'metadata:read'], accessRights: {} };
  expect(decide(...inputOf({ request: { requested } })).missing).toEqual({
    scopes: ['metadata:read'],
    accessRights: {},
  });
  expect(decide(...inputOf({})).missing).toBeNull();
});

test('where the address is not known, a key that is bound to some is refused', () => {
  expect(codeOf({ credential: { allowedIps: ['0.0.0.0/0', '::/0'] }, request: { sourceIp: null } })).toBe(
    'IP_NOT_ALLOWED',
  );
  expect(codeOf({ request: { sourceIp: null } })).toBe('VALID');
});

test.each([
  ['USER_UNKNOWN', null],
  ['USER_DISABLED', { status: 'disabled', roles: [] } as const],
  ['USER_HAS_NO_ROLES', { status: 'active', roles: [] } as const],
  ['VALID', active],
])('a person: %s', (code, user) => {
  const verdict = decidePerson(user, granted);
  expect([verdict.code, verdict.permissions.scopes]).toEqual([code, code === 'VALID' ? ['database:*'] : []]);
});
