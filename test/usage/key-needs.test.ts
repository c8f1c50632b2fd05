import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { lastUseKey } from '../../lambdas/contract/last-use-item.ts';
import type { UsageEntry } from '../../lambdas/contract/usage.ts';
import { systemRandom } from '../../lambdas/functions/system.ts';
import { type Permissions, unitePermissions } from '../../lambdas/domain/permissions/permissions.ts';
import { permissionsNeeded } from '../../lambdas/domain/permissions/needs.ts';
import { lastUsesIn } from '../../lambdas/domain/usage/last-use.ts';
import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import type { UsageTable } from '../../lambdas/store/client.ts';
import { createUseForgetter } from '../../lambdas/store/last-use-forgetter.ts';
import { createUseNoter, type NoteUse } from '../../lambdas/store/last-use-noter.ts';
import { createLastUseReader } from '../../lambdas/store/last-use-reader.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { callAt } from './usage-lines.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const freshId = () => systemRandom.uuid() as ApiKeyId;
const needsOf = async (id: ApiKeyId) =>
  (await createLastUseReader(engine.tables, { clock: clockAt(noon), random: systemRandom })([id])).get(id)
    ?.needs;
const itemOf = async (id: ApiKeyId) =>
  (await engine.tables.client.send(new GetCommand({ TableName: engine.tables.usage, Key: lastUseKey(id) })))
    .Item;
/** With the memory of a new environment. */
const recorder = (tables: UsageTable = engine.tables) => createUseNoter(tables);
async function deliver(calls: readonly DeliveredCall[], note: NoteUse): Promise<void> {
  for (const use of lastUsesIn(calls)) await note(use);
}

const foreign = (needed: UsageEntry['needed'], more: Partial<UsageEntry> = {}): Partial<UsageEntry> => ({
  api: 'orders',
  status: null,
  path: '/orders',
  ...(needed === undefined ? {} : { needed }),
  ...more,
});
const scoped = (...scopes: string[]) => foreign({ scopes });
const callTo = (path: string, scopes: string[], more: Partial<UsageEntry> = {}) => ({
  path,
  needed: { scopes },
  ...more,
});
const denied = { status: 403, outcome: 'denied', code: 'INSUFFICIENT_PERMISSIONS' } as const;

/** What is known of a key after one delivery. */
async function afterCalls(...entries: Partial<UsageEntry>[]) {
  const id = freshId();
  await deliver(
    entries.map((entry) => callAt(noon, entry, id)),
    recorder(),
  );
  const needs = await needsOf(id);
  return needs == null ? needs : { scopes: needs.scopes, accessRights: needs.accessRights };
}
const none = { scopes: [], accessRights: {} };
const project = 'sales';

test.each<[string, Partial<UsageEntry>, Permissions | null]>([
  [
    'of a protected API, its scopes',
    scoped('orders:read', 'orders:write'),
    { ...none, scopes: ['orders:read', 'orders:write'] },
  ],
  [
    'its action on a module',
    foreign({ scopes: [], project, module: 'model', action: 'write' }),
    { scopes: [], accessRights: { projects: { sales: { modules: { model: 'write' } } } } },
  ],
  [
    'or on an environment',
    foreign({ scopes: [], project, environment: 'prod', action: 'deploy' }),
    { scopes: [], accessRights: { projects: { sales: { environments: { prod: ['deploy'] } } } } },
  ],
  ['or nothing', foreign({ scopes: [] }), none],
  [
    'of one that was verified, what the service asked for',
    { ...callTo('/x', ['orders:read']), verified: true },
    { ...none, scopes: ['orders:read'] },
  ],
  [
    'of this API, the scope of its route',
    callTo('/v1/roles', ['roles:read']),
    { ...none, scopes: ['roles:read'] },
  ],
  [
    'also where it failed',
    callTo('/v1/roles/{name}', ['roles:read'], { status: 404, outcome: 'error', code: 'NOT_FOUND' }),
    { ...none, scopes: ['roles:read'] },
  ],
  ['of a route that takes any key, nothing', callTo('/v1/me', []), none],
  ['refused, nothing', foreign({ scopes: ['orders:read'] }, denied), null],
  [
    'let through to be observed, nothing',
    foreign({ scopes: ['orders:read'] }, { code: 'INSUFFICIENT_PERMISSIONS' }),
    null,
  ],
])('a call needed %s', async (_, entry, expected) => {
  expect(await afterCalls(entry)).toEqual(expected);
});

test.each<[string, Partial<UsageEntry>]>([
  ['that lists keys, by who asks', callTo('/v1/api-keys', [])],
  ['that gives', callTo('/v1/roles/{name}', ['roles:manage'], { method: 'PUT' })],
  ['that was verified for nothing', { ...callTo('/x', []), verified: true }],
  ['whose needs are too long for its line', foreign(undefined)],
  ['of a module that is to be deployed', foreign({ scopes: [], project, module: 'model', action: 'deploy' })],
])('after a call %s it is known from then on', async (_, untold) => {
  const id = freshId();
  const note = recorder();
  await deliver([callAt(noon, scoped('orders:read'), id)], note);
  expect(await needsOf(id)).toMatchObject({ sinceMs: noon, scopes: ['orders:read'] });
  await deliver([callAt(noon + 2 * dayMs, untold, id)], note);
  expect(await needsOf(id)).toMatchObject({ sinceMs: noon + 2 * dayMs, scopes: ['orders:read'] });
  // Delivered late, by an environment that knows nothing.
  await deliver([callAt(noon + dayMs, untold, id)], recorder());
  expect(await needsOf(id)).toMatchObject({ sinceMs: noon + 2 * dayMs });
});

describe('writes', () => {
  function counted() {
    let writes = 0;
    const tables = answering(engine.tables, (command, proceed) => {
      if (command instanceof UpdateCommand) writes += 1;
      return proceed();
    });
    return { tables, writes: () => writes };
  }

  test('are those of the time alone, and one for each need that is new within its minute', async () => {
    const id = freshId();
    const { tables, writes } = counted();
    const note = recorder(tables);
    for (let at = 0; at < 180; at += 1) {
      const scope = at % 3 === 0 ? 'orders:read' : at >= 90 && at % 3 === 1 ? 'orders:write' : 'orders:list';
      await deliver([callAt(noon + at * 1_000, scoped(scope), id)], note);
    }
    expect(await needsOf(id)).toMatchObject({ scopes: ['orders:list', 'orders:read', 'orders:write'] });
    // Of three minutes one each; two scopes came within one.
    expect(writes()).toBe(3 + 2);
  });

  test('of an environment that finds all of it noted are none', async () => {
    const id = freshId();
    await deliver([callAt(noon, scoped('orders:read'), id)], recorder());
    const { tables, writes } = counted();
    const note = recorder(tables);
    for (const offset of [10_000, 20_000])
      await deliver([callAt(noon + offset, scoped('orders:read'), id)], note);
    // It asks once, and is told that another was there first.
    expect(writes()).toBe(1);
  });
});

test('of a key that needs more than is noted nothing is known, and its item stays small', async () => {
  const id = freshId();
  const notes = [recorder(), recorder()];
  for (let at = 0; at < 100; at += 1) {
    await deliver([callAt(noon + at * minuteMs, scoped(`orders:a${at}`, 'orders:b'), id)], notes[at % 2]!);
    if (at === 20) expect((await needsOf(id))?.scopes).toHaveLength(22);
  }
  const many = Array.from({ length: 60 }, (_, at) => callAt(noon + dayMs, scoped(`orders:c${at}`), id));
  await deliver(many, recorder());
  expect(await needsOf(id)).toBeNull();
  const item = (await itemOf(id))!;
  expect([item['needsFull'], item['needs']]).toEqual([true, undefined]);
});

test('of a key that has ended nothing is noted', async () => {
  const id = freshId();
  const note = recorder();
  await deliver([callAt(noon, scoped('orders:read'), id)], note);
  await createUseForgetter(engine.tables, settings, () => noon)(id);
  for (const each of [note, recorder()])
    await deliver(
      [callAt(noon + 10_000, scoped('orders:write'), id), callAt(noon, callTo('/v1/api-keys', []), id)],
      each,
    );
  expect(Object.keys((await itemOf(id))!).toSorted()).toEqual(['pk', 'sk', 'ttl']);
});

const anyNeeds = fc.oneof(
  fc.record({ scopes: fc.subarray(['orders:read', 'orders:*', 'logs:read', 'team:manage']) }),
  fc.record({
    scopes: fc.constant<string[]>([]),
    project: fc.constantFrom('sales', '*'),
    module: fc.constantFrom('model', 'x'),
    action: fc.constantFrom('read' as const, 'write' as const),
  }),
);
const anyDeliveries = fc
  .array(
    fc.record({
      needed: anyNeeds,
      offsetMs: fc.integer({ min: 0, max: 5 * minuteMs }),
      isDenied: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((calls) => {
    const indexes = calls.map((_, at) => at);
    // Each is delivered once at least, some again, in other company and order, to environments of any memory.
    const delivery = fc.tuple(fc.shuffledSubarray(indexes, { minLength: 1 }), fc.integer({ min: 0, max: 2 }));
    return fc.record({
      calls: fc.constant(calls),
      deliveries: fc.tuple(
        fc.array(delivery, { maxLength: 4 }),
        fc.shuffledSubarray(indexes, { minLength: indexes.length }),
      ),
    });
  });

test('however calls are delivered, again, late and by whom, the needs are the union of those that were let through', async () => {
  await fc.assert(
    fc.asyncProperty(anyDeliveries, async ({ calls, deliveries: [some, rest] }) => {
      const id = freshId();
      const recorders = [recorder(), recorder(), recorder()];
      const lines = calls.map(({ needed, offsetMs, isDenied }) =>
        callAt(noon + offsetMs, foreign(needed, isDenied ? denied : {}), id),
      );
      const pick = (at: number) => lines[at]!;
      await Promise.all(some.map(([chosen, by]) => deliver(chosen.map(pick), recorders[by]!)));
      for (const [turn, at] of rest.entries()) await deliver([pick(at)], recorders[turn % 3]!);
      const accepted = calls.filter(({ isDenied }) => !isDenied);
      const known = await needsOf(id);
      if (accepted.length === 0) return expect(known).toBeNull();
      expect(known).toMatchObject(unitePermissions(accepted.map(({ needed }) => permissionsNeeded(needed))));
    }),
    { numRuns: 25 },
  );
});
