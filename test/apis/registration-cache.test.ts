import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import { routesOf } from '../../lambdas/verdict/apis/registration.ts';
import {
  createRegistrationCache,
  type RegistrationCache,
} from '../../lambdas/verdict/apis/registration-cache.ts';
import { MemoryCredentials, textOf } from '../support/memory-credentials.ts';
import { ordersStage } from '../support/memory-calls.ts';
import { clockAt, noon, type SettableClock } from '../support/memory-ports.ts';

const pk = 'A#123456789012/a1b2c3/prod';
const routesNamed = (name: string): ProtectedRoute[] => [{ method: 'GET', path: `/${name}` }];
const [red, green, blue] = ['red', 'green', 'blue'].map((name) => textOf(routesNamed(name))) as [
  ReturnType<typeof textOf>,
  ReturnType<typeof textOf>,
  ReturnType<typeof textOf>,
];
let table: MemoryCredentials;
let clock: SettableClock;
let cache: RegistrationCache;
beforeEach(() => {
  table = new MemoryCredentials();
  table.putApi(ordersStage, routesNamed('red'));
  clock = clockAt(noon);
  cache = createRegistrationCache(table, clock.now);
});

/** One call: what it had to read in its batch, and which routes it is judged by. */
async function ask(hash: string | null = null, stage = ordersStage) {
  const lookup = cache.lookUp(stage, hash, 0);
  try {
    const items = lookup.keys.length === 0 ? new Map() : await table.read(lookup.keys);
    const found = await lookup.settle(items);
    const index = found && routesOf(found, hash);
    const name = ['red', 'green', 'blue'].find((name) =>
      index?.match({ method: 'GET', resource: `/${name}`, pathParameters: {} }),
    );
    return found === null ? 'unregistered' : (name ?? 'none');
  } catch (error) {
    lookup.fail(error);
    throw error;
  }
}

describe('a registration', () => {
  test('is served for less than ten seconds without another read, and never past that', async () => {
    expect(await ask()).toBe('red');
    table.putApi(ordersStage, routesNamed('green'));
    clock.set(noon + 9_999);
    expect(await ask()).toBe('red');
    expect(table.takeReads()).toEqual([[pk]]);
    clock.set(noon + 10_000);
    expect(await ask()).toBe('green');
    expect(table.takeReads()).toEqual([[pk]]);
  });

  test('ages from before it was asked for, not from when the answer came', async () => {
    table.interfere = () => clock.set(noon + 900);
    await ask();
    table.interfere = () => {};
    table.removeApi(ordersStage);
    clock.set(noon + 10_000);
    expect(await ask()).toBe('unregistered');
  });

  test('is read once for all who wait for it', async () => {
    expect(await Promise.all(Array.from({ length: 20 }, () => ask()))).toEqual(Array(20).fill('red'));
    expect(table.takeReads()).toHaveLength(1);
  });

  test('that does not exist is not asked for again at once, and comes to be after ten seconds', async () => {
    const stage = { ...ordersStage, stage: 'test' };
    expect(await ask(null, stage)).toBe('unregistered');
    table.putApi(stage, routesNamed('red'));
    expect(await ask(null, stage)).toBe('unregistered');
    clock.set(noon + 10_000);
    expect(await ask(null, stage)).toBe('red');
    expect(table.takeReads()).toHaveLength(2);
  });

  test('of another stage is another', async () => {
    for (const other of [{ accountId: '210987654321' }, { apiId: 'a1b2c' }, { stage: 'prod2' }])
      expect(await ask(null, { ...ordersStage, ...other })).toBe('unregistered');
  });
});

describe('a hash of routes', () => {
  test('picks its own of the two sets, and none the current one', async () => {
    table.putApi(ordersStage, routesNamed('green'), { previous: red });
    expect(await Promise.all([ask(green.hash), ask(red.hash), ask()])).toEqual(['green', 'red', 'green']);
  });

  test('that is not known is read at once', async () => {
    await ask();
    table.putApi(ordersStage, routesNamed('green'), { previous: red });
    expect(await ask(green.hash)).toBe('green');
    expect(await ask()).toBe('green');
    expect(await ask(red.hash)).toBe('red');
    expect(table.takeReads()).toHaveLength(2);
  });

  test('of a stage that was not registered a moment ago is read at once', async () => {
    const stage = { ...ordersStage, stage: 'test' };
    await ask(null, stage);
    table.putApi(stage, routesNamed('blue'));
    expect(await ask(blue.hash, stage)).toBe('blue');
  });

  test('that is nowhere is looked for once in ten seconds, and opens nothing', async () => {
    await ask();
    table.takeReads();
    for (let n = 0; n < 5; n++) expect(await ask(blue.hash)).toBe('none');
    expect(table.takeReads()).toHaveLength(1);
    clock.set(noon + 10_000);
    expect(await ask(blue.hash)).toBe('none');
    expect(await ask(blue.hash)).toBe('none');
    expect(table.takeReads()).toHaveLength(1);
  });

  test('is looked for once for all who have it', async () => {
    await ask();
    table.putApi(ordersStage, routesNamed('green'));
    table.takeReads();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(green.hash)));
    expect(answers).toEqual(Array(20).fill('green'));
    expect(table.takeReads()).toHaveLength(1);
  });

  test('is not missed by a read that began before it was registered', async () => {
    const first = cache.lookUp(ordersStage, null, 0);
    const items = await table.read(first.keys);
    table.putApi(ordersStage, routesNamed('green'));
    const late = ask(green.hash);
    const found = await first.settle(items);
    expect([...(found?.routeSets.keys() ?? [])]).toEqual([red.hash]);
    expect(await late).toBe('green');
  });
});

describe('a read that fails', () => {
  const failing = () => Promise.reject(new Error('no answer'));

  test('fails for all who wait for it, and is not kept', async () => {
    table.interfere = failing;
    const answers = await Promise.allSettled([ask(), ask()]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(table.takeReads()).toHaveLength(1);
    table.interfere = () => {};
    expect(await ask()).toBe('red');
  });

  test('leaves what was known last, to be told and not to be judged by', async () => {
    expect(cache.lastKnown(ordersStage)).toBeUndefined();
    await ask();
    clock.set(noon + 3_600_000);
    table.interfere = failing;
    await expect(ask()).rejects.toThrow('no answer');
    expect(cache.lastKnown(ordersStage)).toMatchObject({ name: 'orders' });
    await expect(ask()).rejects.toThrow('no answer');
    expect(cache.lastKnown(ordersStage)).toMatchObject({ name: 'orders' });
    table.interfere = () => {};
    expect(await ask()).toBe('red');
  });

  test('of an unknown hash keeps what is known for the others', async () => {
    await ask();
    table.interfere = failing;
    await expect(ask(green.hash)).rejects.toThrow('no answer');
    table.interfere = () => {};
    expect(await ask()).toBe('red');
  });
});

test('route sets are kept within bounds', async () => {
  const routes = Array.from({ length: 400 }, (_, n) => ({
    method: 'GET' as const,
    path: `/${'x'.repeat(120)}${n}`,
  }));
  const stages = Array.from({ length: 100 }, (_, n) => ({ ...ordersStage, stage: `s${n}` }));
  for (const stage of stages) table.putApi(stage, routes);
  for (const stage of stages) await ask(null, stage);
  table.takeReads();
  for (const stage of stages.toReversed()) await ask(null, stage);
  const read = table.takeReads().length;
  expect(read).toBeGreaterThan(20);
  expect(read).toBeLessThan(100);
});
