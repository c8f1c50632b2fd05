import fc from 'fast-check';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { Request } from '../support/memory-api.ts';
import { factsOf } from '../support/memory-permission-facts.ts';
import { type Holder, World } from '../support/memory-world.ts';

const people = ['admin@example.com', 'ada@example.com', 'bob@example.com', 'eve@example.com'];
const roleNames = ['red', 'green'];

/** Whoever may do everything shows nothing: that is rare. */
const scopes = fc.uniqueArray(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('database:*', 'database:read', 'audit:read') },
    { weight: 4, arbitrary: fc.constantFrom('api-keys:manage', 'api-keys:manage', 'api-keys:*') },
    { weight: 2, arbitrary: fc.constantFrom('users:manage', 'roles:manage', 'permissions:*') },
    { weight: 1, arbitrary: fc.constantFrom('*', 'permissions:escalate') },
  ),
  { maxLength: 4 },
);
const projectRights = fc.constantFrom(
  { modules: { model: 'read' } },
  { modules: { '*': 'write' } },
  { environments: { prod: ['deploy'] } },
  { environments: { '*': ['read', 'deploy'] }, modules: { model: 'write' } },
);
const accessRights = fc
  .dictionary(fc.constantFrom('sales', 'ops', '*'), projectRights, { maxKeys: 2, noNullPrototype: true })
  .map((projects) => ({ projects: { ...projects } }));
const fewRights = fc.oneof(fc.constant({}), accessRights);
const roles = fc.oneof(
  { weight: 6, arbitrary: fc.subarray(roleNames) },
  { weight: 1, arbitrary: fc.constant(['admin']) },
);
const type = fc.constantFrom('admin', 'admin', 'end-user');
const limits = { scopes: fc.option(scopes, { freq: 3 }), accessRights: fc.option(fewRights, { freq: 3 }) };

/** A call that somebody tries: what it is depends on what exists when it is their turn. */
type Attempt = (world: World, name: string) => [OperationId, Request];

const someKey = ({ memory }: World, at: number) =>
  [...memory.keys.keys()][at % Math.max(memory.keys.size, 1)] ?? 'none';
const at = fc.nat(50);
const who = fc.constantFrom(...people);

const mint: fc.Arbitrary<Attempt> = fc
  .record({ userId: who, type, ...limits })
  .map((body) => (_, name) => ['createApiKey', { body: { ...body, name } }]);
const token: fc.Arbitrary<Attempt> = fc
  .record({ isAdmin: fc.boolean() })
  .map((body) => (_, name) => ['createApiToken', { body: { ...body, name, expiry: '2027-12-31' } }]);
const edit: fc.Arbitrary<Attempt> = fc
  .tuple(
    at,
    fc.record({ type, ...limits, status: fc.constantFrom('active', 'paused') }, { requiredKeys: [] }),
  )
  .map(([n, body]) => (world) => ['updateApiKey', { at: { id: someKey(world, n) }, body }]);
const act: fc.Arbitrary<Attempt> = fc
  .tuple(at, fc.constantFrom<OperationId[]>('pauseApiKey', 'resumeApiKey', 'resumeApiKey', 'deleteApiKey'))
  .map(([n, operationId]) => (world) => [operationId, { at: { id: someKey(world, n) } }]);
const write: fc.Arbitrary<Attempt> = fc
  .tuple(fc.constantFrom(...roleNames, ...roleNames, 'admin'), scopes, fewRights)
  .map(([name, granted, rights]) => ({ memory }) => {
    const body = { scopes: granted, accessRights: rights };
    return memory.roles.has(name)
      ? ['replaceRole', { at: { name }, body }]
      : ['createRole', { body: { name, ...body } }];
  });
const assign: fc.Arbitrary<Attempt> = fc
  .tuple(who, roles, fc.constantFrom('active', 'active', 'active', 'disabled'))
  .map(([userId, names, status]) => ({ memory }) => {
    const body = { roles: names.filter((name) => memory.roles.has(name)), status };
    return memory.users.has(userId)
      ? ['updateUser', { at: { userId }, body }]
      : ['createUser', { body: { userId, ...body } }];
  });
const remove: fc.Arbitrary<Attempt> = fc
  .tuple(who, fc.constantFrom<OperationId[]>('deleteUser', 'revokeUserKeys'))
  .map(([userId, operationId]) => () => [operationId, { at: { userId } }]);

const turn = fc.record({
  /** Of eight calls three are the administrator's, three those of managers of keys, two by anybody with anything. */
  caller: fc.nat(7),
  among: fc.nat(100),
  attempt: fc.oneof(
    { weight: 5, arbitrary: mint },
    { weight: 1, arbitrary: token },
    { weight: 4, arbitrary: edit },
    { weight: 2, arbitrary: act },
    { weight: 5, arbitrary: write },
    { weight: 6, arbitrary: assign },
    { weight: 1, arbitrary: remove },
  ),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;
const history = fc.array(turn, { minLength: 20, maxLength: 60, size: 'max' });

function callerOf(world: World, caller: number, among: number): Holder {
  const { holders } = world;
  if (caller < 3) return holders[0]!;
  const isManager = (holder: Holder) => {
    const reach = world.reachOf(holder);
    return reach.has('scope api-keys:manage') && reach.size < 8;
  };
  const managers = caller < 6 ? holders.filter(isManager) : [];
  const candidates = managers.length > 0 ? managers : holders;
  return candidates[among % candidates.length]!;
}

async function play(turns: readonly Turn[], check: (world: World) => Promise<void> | void) {
  const world = new World(people);
  for (const [number, { caller, among, attempt }] of turns.entries()) {
    const { status } = await world.call(callerOf(world, caller, among), ...attempt(world, `key ${number}`));
    expect(status).toBeLessThan(500);
    await check(world);
  }
  return { world };
}

describe('whoever calls what in whatever order', () => {
  // Both are asked of the same histories: to play one takes longer than to look at it.
  test('nobody gains what the caller of that very moment does not have, and no key ever does more than whoever minted or widened it could give, whatever its user gains later', async () => {
    let [gains, used] = [0, 0];
    await fc.assert(
      fc.asyncProperty(history, async (turns) => {
        const { world } = await play(turns, (now) => {
          const beyond = now.holders.flatMap((holder) => {
            if (holder.apiKeyId === null) return [];
            const reach = now.reachOf(holder);
            if (reach.size > 0) used += 1;
            return [...reach.difference(now.bounds.get(holder.apiKeyId) ?? new Set())];
          });
          expect({ beyond, trail: now.trail }).toEqual({ beyond: [], trail: now.trail });
        });
        gains += world.gains.length;
        const unfounded = world.gains.filter(({ gained, callerHad }) =>
          gained.some((fact) => !callerHad.has(fact)),
        );
        expect({ unfounded, trail: world.trail }).toEqual({ unfounded: [], trail: world.trail });
      }),
      { numRuns: 250 },
    );
    expect(gains).toBeGreaterThan(250);
    expect(used).toBeGreaterThan(250);
  }, 60_000);

  test('the API tells everybody exactly what they can do', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(history, async (turns) => {
        const { world } = await play(turns, () => {});
        world.settle();
        for (const holder of world.holders) {
          const reach = world.reachOf(holder);
          const { status, body } = await world.api.as(holder.credential)('getPrincipal');
          if (status !== 200) expect(reach).toEqual(new Set());
          else expect(factsOf(body)).toEqual(reach);
          if (reach.size > 0) told += 1;
        }
      }),
      { numRuns: 50 },
    );
    expect(told).toBeGreaterThan(50);
  }, 60_000);
});
