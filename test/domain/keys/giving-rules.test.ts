import { type AccessRights, allAccessRights } from '../../../lambdas/domain/permissions/access-rights.ts';
import {
  type Caller,
  type Gift,
  isManager,
  refuseGift,
  refuseKeyWithoutManage,
} from '../../../lambdas/domain/keys/giving.ts';
import type { KeyReach } from '../../../lambdas/domain/keys/reach.ts';
import { apiKeyIdOf } from '../../support/memory-brands.ts';
import { noon } from '../../support/memory-ports.ts';

const salesRead: AccessRights = { projects: { sales: { modules: { model: 'read' } } } };
const salesWrite: AccessRights = { projects: { sales: { modules: { model: 'write' } } } };
const everything = { scopes: ['*'], accessRights: allAccessRights };

const person = (scopes: string[], accessRights: AccessRights = {}, userId = 'ada@example.com'): Caller => ({
  userId,
  via: 'jwt',
  apiKeyId: null,
  permissions: { scopes, accessRights },
  ownRestriction: null,
});
/** A calling key: its user may do everything that it is not restricted in. */
const key = (scopes: string[] | null, accessRights: AccessRights | null = null): Caller => ({
  userId: 'ada@example.com',
  via: 'api-key',
  apiKeyId: apiKeyIdOf('k1'),
  permissions: { scopes: scopes ?? ['*'], accessRights: accessRights ?? allAccessRights },
  ownRestriction: { scopes, accessRights, expiresAt: null, allowedIps: null },
});
const reach = (fields: Partial<KeyReach> = {}): KeyReach => ({
  type: 'end-user',
  paused: false,
  scopes: [],
  accessRights: {},
  expiresAt: noon,
  allowedIps: ['10.0.0.0/8'],
  rateLimit: 100,
  ...fields,
});
const gift = (after: Partial<KeyReach>, more: Partial<Gift> = {}): Gift => ({
  userId: 'ada@example.com',
  userPermissions: everything,
  before: null,
  isSecretShown: false,
  after: reach(after),
  defaultRateLimit: 100,
  ...more,
});

const missing = (scopes: string[], accessRights?: AccessRights) =>
  expect.objectContaining({
    code: 'INSUFFICIENT_PERMISSIONS',
    status: 403,
    missingScopes: scopes,
    missingAccessRights: accessRights,
  });

describe('rule 1: what a key may do must be covered by what the caller may do', () => {
  test('what is beyond the caller is refused, and named', () => {
    const scopes = ['database:read', 'database:write'];
    expect(refuseGift(person(['database:read']), gift({ scopes }))).toEqual(missing(['database:write']));
    expect(refuseGift(person([], salesRead), gift({ accessRights: salesWrite }))).toEqual(
      missing([], salesWrite),
    );
  });

  test('only what the key’s user may do counts: a key cannot do more', () => {
    const userPermissions = { scopes: ['database:read'], accessRights: {} };
    expect(refuseGift(person(['database:read']), gift({ scopes: null }, { userPermissions }))).toBeNull();
    expect(refuseGift(person(['database:read']), gift({ scopes: ['*'] }, { userPermissions }))).toBeNull();
  });

  test('permissions:escalate lifts it for people, by name only', () => {
    const wanted = gift({ scopes: ['database:read'] });
    expect(refuseGift(person(['permissions:escalate']), wanted)).toBeNull();
    expect(refuseGift(person(['permissions:*']), wanted)).toEqual(missing(['database:read']));
  });

  test('permissions:escalate does not count for a calling key', () => {
    const caller = key(['api-keys:manage', 'permissions:escalate', 'database:read'], {});
    const narrow = { ...caller, permissions: { scopes: ['permissions:escalate'], accessRights: {} } };
    expect(refuseGift(narrow, gift({ scopes: ['database:read'] }))).toEqual(missing(['database:read']));
  });
});

describe('rule 2: another user’s key needs explicit limits', () => {
  const forBob = (after: Partial<KeyReach>) => gift(after, { userId: 'bob@example.com' });
  const manager = ['api-keys:manage', 'database:*'];

  test('null in a dimension is refused to whoever does not hold all of it', () => {
    expect(refuseGift(person(manager), forBob({ scopes: null }))).toEqual(missing(['*']));
    expect(refuseGift(person(['*']), forBob({ accessRights: null }))).toEqual(missing([], allAccessRights));
    expect(
      refuseGift(person(['*'], allAccessRights), forBob({ scopes: null, accessRights: null })),
    ).toBeNull();
  });

  test('even where the user may do nothing yet, and even with permissions:escalate', () => {
    const userPermissions = { scopes: [], accessRights: {} };
    const open = { ...forBob({ scopes: null }), userPermissions };
    expect(refuseGift(person([...manager, 'permissions:escalate']), open)).toEqual(missing(['*']));
  });

  test('resuming shows no secret: it takes coverage only', () => {
    const paused = reach({ scopes: null, paused: true });
    const resumed = (scopes: string[]) => ({
      ...gift({ scopes: null, paused: false }, { userId: 'bob@example.com', before: paused }),
      userPermissions: { scopes, accessRights: {} },
    });
    expect(refuseGift(person(manager), resumed(['database:read']))).toBeNull();
    expect(refuseGift(person(manager), resumed(['audit:read']))).toEqual(missing(['audit:read']));
  });

  test('explicit and covered is given; one’s own key may be open', () => {
    expect(refuseGift(person(manager), forBob({ scopes: ['database:read'] }))).toBeNull();
    const userPermissions = { scopes: manager, accessRights: {} };
    const own = gift({ scopes: null, accessRights: null }, { userPermissions });
    expect(refuseGift(person(manager), own)).toBeNull();
  });
});

describe('rule 3: a leaked key cannot breed', () => {
  const bound = (fields: Partial<NonNullable<Caller['ownRestriction']>>): Caller => {
    const caller = key(['api-keys:manage', 'database:read']);
    return { ...caller, ownRestriction: { ...caller.ownRestriction!, ...fields } };
  };
  const narrow = { scopes: ['database:read'] };

  test('a key that is bound to addresses makes none that works elsewhere', () => {
    const caller = bound({ allowedIps: ['10.0.0.0/8'] });
    expect(refuseGift(caller, gift({ ...narrow, allowedIps: ['10.1.0.0/16'] }))).toBeNull();
    for (const allowedIps of [null, ['0.0.0.0/0'], ['10.0.0.1', '192.0.2.1']]) {
      expect(refuseGift(caller, gift({ ...narrow, allowedIps }))).toEqual(missing([]));
    }
  });

  test('a restricted key makes none that outlives it; an unrestricted one may', () => {
    const caller = bound({ expiresAt: noon });
    expect(refuseGift(caller, gift({ ...narrow, expiresAt: noon }))).toBeNull();
    for (const expiresAt of [null, noon + 1]) {
      expect(refuseGift(caller, gift({ ...narrow, expiresAt }))).toEqual(missing([]));
      const whole = key(null);
      const free: Caller = { ...whole, ownRestriction: { ...whole.ownRestriction!, expiresAt: noon } };
      expect(refuseGift(free, gift({ ...narrow, expiresAt }))).toBeNull();
    }
  });

  test('a calling key without api-keys:manage makes and edits nothing', () => {
    expect(refuseKeyWithoutManage(key(['database:read']))).toEqual(missing(['api-keys:manage']));
    expect(refuseKeyWithoutManage(key(['api-keys:*']))).toBeNull();
    expect(refuseKeyWithoutManage(person([]))).toBeNull();
  });

  test('a restricted key gives no unrestricted one, and none beyond its restriction', () => {
    const caller = key(['api-keys:manage', 'database:read'], salesRead);
    const within = { scopes: ['database:read'], accessRights: salesRead };
    expect(refuseGift(caller, gift(within))).toBeNull();
    expect(refuseGift(caller, gift({ ...within, scopes: null }))).toEqual(missing(['*']));
    expect(refuseGift(caller, gift({ ...within, accessRights: null }))).toEqual(missing([], allAccessRights));
    expect(refuseGift(caller, gift({ ...within, scopes: ['database:*'] }))).toEqual(missing(['database:*']));
    expect(refuseGift(caller, gift({ ...within, accessRights: salesWrite }))).toEqual(
      missing([], salesWrite),
    );
  });

  test('even what its user could never do is refused beyond its restriction', () => {
    const userPermissions = { scopes: [], accessRights: {} };
    const wanted = gift({ scopes: ['database:*'] }, { userPermissions });
    expect(refuseGift(key(['api-keys:manage']), wanted)).toEqual(missing(['database:*']));
  });

  test('an unrestricted key gives what its user may do', () => {
    expect(refuseGift(key(null), gift({ scopes: null, accessRights: null }))).toBeNull();
  });
});

describe('rule 4: a looser tier needs api-keys:manage', () => {
  test.each<[string, Partial<Gift>, number | null, boolean]>([
    ['the default, at creation', {}, 100, true],
    ['tighter, at creation', {}, 99, true],
    ['looser, at creation', {}, 101, false],
    ['unlimited, at creation', {}, null, false],
    ['unlimited where that is the default', { defaultRateLimit: null }, null, true],
    ['as loose as it is', { before: reach({ rateLimit: 500 }) }, 500, true],
    ['looser than it is', { before: reach({ rateLimit: 500 }) }, 501, false],
    ['tighter than it is, though looser than the default', { before: reach({ rateLimit: 500 }) }, 400, true],
  ])('%s', (_, more, rateLimit, isGiven) => {
    const refusal = refuseGift(person([]), gift({ rateLimit }, more));
    expect(refusal).toEqual(isGiven ? null : missing(['api-keys:manage']));
    expect(refuseGift(person(['api-keys:manage']), gift({ rateLimit }, more))).toBeNull();
  });
});

test('a manager holds api-keys:manage, whatever wildcard gives it', () => {
  const held = [['*'], ['api-keys:*'], ['api-keys:manage'], ['api-keys:verify'], []];
  expect(held.map((scopes) => isManager(person(scopes)))).toEqual([true, true, true, false, false]);
});
