import { createRoleCache, type RoleCache } from '../../lambdas/verdict/role-cache.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { clockAt, noon, type SettableClock } from '../support/memory-ports.ts';

let table: MemoryCredentials;
let clock: SettableClock;
let cache: RoleCache;
beforeEach(() => {
  table = new MemoryCredentials();
  table.putRole('developer', { scopes: ['old:scope'] });
  clock = clockAt(noon);
  cache = createRoleCache(table, clock.now);
});
const scopesOf = async (...roles: string[]) => (await cache.permissionsOf(roles, 0)).scopes.toSorted();

describe('a definition', () => {
  test('is served for less than ten seconds without another read, and never past that', async () => {
    await scopesOf('developer');
    table.putRole('developer', { scopes: ['new:scope'] });
    clock.set(noon + 9_999);
    expect(await scopesOf('developer')).toEqual(['old:scope']);
    expect(table.takeReads()).toHaveLength(1);
    clock.set(noon + 10_000);
    expect(await scopesOf('developer')).toEqual(['new:scope']);
    expect(table.takeReads()).toHaveLength(1);
  });

  test('ages from before it was asked for, not from when the answer came', async () => {
    table.interfere = () => clock.set(noon + 900);
    await scopesOf('developer');
    table.interfere = () => {};
    table.putRole('developer', { scopes: ['new:scope'] });
    clock.set(noon + 10_000);
    expect(await scopesOf('developer')).toEqual(['new:scope']);
  });

  test('that does not exist grants nothing, and is not asked for again at once', async () => {
    expect(await cache.permissionsOf(['no-such-role'], 0)).toEqual({ scopes: [], accessRights: {} });
    expect(await scopesOf('no-such-role', 'developer')).toEqual(['old:scope']);
    expect(table.takeReads()).toEqual([['R#no-such-role'], ['R#developer']]);
  });

  test('of a role that came to be is served after ten seconds', async () => {
    await cache.permissionsOf(['late'], 0);
    table.putRole('late', { scopes: ['late:scope'] });
    clock.set(noon + 10_000);
    expect(await scopesOf('late')).toEqual(['late:scope']);
  });
});

test('what is granted is the same object until a definition changes, so that what follows from it can be kept', async () => {
  const grant = { scopes: ['a:b'], accessRights: { projects: { sales: { modules: { model: 'read' } } } } };
  const asked = ['developer', 'late'];
  table.putRole('developer', grant);
  const first = await cache.permissionsOf(asked, 0);
  table.putRole('developer', structuredClone(grant));
  clock.set(noon + 10_000);
  expect(await cache.permissionsOf(asked, 0)).toBe(first);
  table.putRole('developer', { ...grant, scopes: ['a:c'] });
  clock.set(noon + 20_000);
  expect(await cache.permissionsOf(asked, 0)).toEqual({ ...grant, scopes: ['a:c'] });
  table.putRole('late', { scopes: ['a:d'] });
  clock.set(noon + 30_000);
  expect((await cache.permissionsOf(asked, 0)).scopes).toEqual(['a:c', 'a:d']);
});

test('no roles need no read', async () => {
  expect(await cache.permissionsOf([], 0)).toEqual({ scopes: [], accessRights: {} });
  expect(table.reads).toEqual([]);
});

test('only the roles that are due are read', async () => {
  table.putRole('operator', { scopes: ['operator:scope'] });
  await scopesOf('developer');
  clock.set(noon + 5_000);
  await scopesOf('developer', 'operator');
  clock.set(noon + 10_000);
  expect(await scopesOf('developer', 'operator')).toEqual(['old:scope', 'operator:scope']);
  expect(table.reads).toEqual([['R#developer'], ['R#operator'], ['R#developer']]);
});

test('simultaneous calls wait for one read', async () => {
  let answer = () => {};
  table.interfere = () =>
    new Promise<void>((resolve) => {
      answer = resolve;
    });
  const waiting = Array.from({ length: 50 }, () => scopesOf('developer'));
  answer();
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => ['old:scope']));
  expect(table.reads).toHaveLength(1);
});

describe('a failed read', () => {
  test('is seen by everybody who waits for it, and not kept', async () => {
    table.interfere = () => Promise.reject(new Error('no answer'));
    const outcomes = await Promise.allSettled([scopesOf('developer'), scopesOf('developer')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(table.takeReads()).toHaveLength(1);
    table.interfere = () => {};
    expect(await scopesOf('developer')).toEqual(['old:scope']);
  });

  test('is not made up for by a definition that is older than ten seconds', async () => {
    await scopesOf('developer');
    clock.set(noon + 10_000);
    table.interfere = () => Promise.reject(new Error('no answer'));
    await expect(scopesOf('developer')).rejects.toThrow('no answer');
    await expect(scopesOf('developer')).rejects.toThrow('no answer');
  });
});

test('more roles than are remembered are all served rightly', async () => {
  const names = Array.from({ length: 2_500 }, (_, at) => `role-${at}`);
  for (const name of names) table.putRole(name, { scopes: [`${name}:scope`] });
  for (let at = 0; at < names.length; at += 100) {
    const some = names.slice(at, at + 100);
    expect(await scopesOf(...some)).toEqual(some.map((name) => `${name}:scope`).toSorted());
  }
});

test('what is forgotten to make room for others is not missing from the answer that made the room', async () => {
  await scopesOf('developer');
  const others = Array.from({ length: 1_000 }, (_, n) => `other-${n}`);
  expect(await scopesOf(...others.slice(0, 999))).toEqual([]);
  expect(await scopesOf('developer', 'other-999')).toEqual(['old:scope']);
});
