import fc from 'fast-check';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { Request } from '../support/memory-api.ts';
import { accessRights as anyRights, scopes as anyScopes } from '../support/memory-arbitraries.ts';
import { type Fact, factsOf } from '../support/memory-permission-facts.ts';
import { noon } from '../support/memory-ports.ts';
import { aRole, aUser } from '../support/memory-records.ts';
import { type Holder, World } from '../support/memory-world.ts';

const people = ['admin@example.com', 'ada@example.com', 'bob@example.com', 'eve@example.com'];
const settings = { keyPolicy: { requireExpiry: false, maxLifetimeDays: 365 }, maxKeysPerUser: 2 };

const scopes = fc.uniqueArray(
  fc.constantFrom(
    'database:*',
    'database:read',
    'metadata:read',
    'audit:read',
    'api-keys:manage',
    'api-keys:*',
    'permissions:*',
    'permissions:escalate',
    '*',
  ),
  { maxLength: 4 },
);
const rights = anyRights.filter((each) => !JSON.stringify(each).includes('__proto__'));
const roles = fc.dictionary(
  fc.constantFrom('red', 'green', 'blue'),
  fc.record({ scopes, accessRights: rights }),
  { maxKeys: 3, noNullPrototype: true },
);
const users = fc.array(
  fc.record({
    roles: fc.subarray(['red', 'green', 'blue', 'admin']),
    status: fc.constantFrom('active', 'active', 'active', 'disabled'),
  }),
  { minLength: 3, maxLength: 3 },
);

/** What a body may say beside the name: valid in itself, and often not allowed. */
const fields = {
  type: fc.constantFrom('admin', 'admin', 'end-user'),
  scopes: fc.option(scopes),
  accessRights: fc.option(rights),
  rateLimitTier: fc.constantFrom('free', 'enterprise'),
  allowedIps: fc.constantFrom(null, ['203.0.113.0/24']),
  expiresAt: fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom('2027-12-31', '2027-09-01') },
    { weight: 1, arbitrary: fc.constantFrom(null, '2029-01-01', new Date(noon - 1).toISOString()) },
  ),
};
const name = fc.constantFrom('one', 'ONE ', 'two', 'three', 'four', 'five', 'six');
const newKey = fc.record(
  { name, userId: fc.constantFrom(...people, ...people.slice(0, 2), 'nobody@example.com'), ...fields },
  { requiredKeys: ['name', 'expiresAt'] },
);
const changes = fc
  .record({ name, ...fields, status: fc.constantFrom('active', 'paused') }, { requiredKeys: [] })
  .filter((body) => Object.keys(body).length > 0);

const turn = fc.record({
  caller: fc.nat(20),
  attempt: fc.oneof(
    newKey.map((body) => ({ kind: 'create', body }) as const),
    fc.tuple(fc.nat(20), changes).map(([at, body]) => ({ kind: 'change', at, body }) as const),
  ),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

function worldOf(granted: Record<string, object>, others: readonly object[]): World {
  const world = new World(people, settings);
  const { memory } = world;
  for (const [role, grant] of Object.entries(granted))
    memory.roles.set(role, aRole({ name: role, ...grant }));
  for (const [at, user] of others.entries()) {
    const userId = people[at + 1]!;
    memory.users.set(userId, aUser({ userId, ...user }));
  }
  return world;
}

function callsOf(world: World, { attempt }: Turn): readonly [Request, OperationId, OperationId] {
  const { body } = attempt;
  if (attempt.kind === 'create') return [{ body }, 'previewApiKey', 'createApiKey'];
  const ids = [...world.memory.keys.keys()];
  const id = ids[attempt.at % Math.max(1, ids.length)] ?? '3f0c7a52-6f0d-4c56-9a55-0d9f1c1b7e21';
  return [{ at: { id }, body }, 'previewApiKeyChanges', 'updateApiKey'];
}

/** A problem, but for the call that it was the answer to. */
const told = (problem: object) => ({ ...problem, requestId: '' });
const stored = ({ memory }: World) => [[...memory.users], [...memory.roles], [...memory.keys]];

const scopeFacts = ['database:read', 'audit:read', 'api-keys:manage', 'permissions:escalate'];

/** The same as the key itself is told, where it can call; dead is a scope that it was given and does not have. */
async function agreesWithKey(world: World, id: string, preview: any): Promise<boolean> {
  const holder = world.holders.find(({ apiKeyId }) => apiKeyId === id)!;
  world.settle();
  const { status, body } = await world.api.as(holder.credential)('getPrincipal');
  if (status !== 200) return false;
  const { scopes: effective, accessRights, grants, dead } = preview;
  expect({ scopes: effective, accessRights }).toEqual({
    scopes: body.scopes,
    accessRights: body.accessRights,
  });
  const united = grants.flatMap((grant: never) => [...factsOf(grant)]);
  expect(new Set(united)).toEqual(factsOf(body));
  const reach = factsOf(body);
  const given: readonly string[] = world.memory.keys.get(id)!.scopes ?? [];
  for (const scope of scopeFacts.filter((each) => given.includes(each))) {
    expect(dead.scopes.includes(scope)).toBe(!reach.has(`scope ${scope}` as Fact));
  }
  return true;
}

test('a preview tells what the real call then answers, and what the key can do, and changes nothing', async () => {
  const met = new Map<string, number>();
  const count = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(
      roles,
      users,
      fc.array(turn, { minLength: 20, maxLength: 30, size: 'max' }),
      async (granted, others, turns) => {
        const world = worldOf(granted, others);
        for (const each of turns) {
          // As often the first person who may do everything as any other, with keys.
          const caller: Holder = world.holders[each.caller < 6 ? 0 : each.caller % world.holders.length]!;
          const [request, ask, act] = callsOf(world, each);
          const before = stored(world);
          world.settle();
          const preview = await world.api.as(caller.credential)(ask, request);
          expect(stored(world)).toEqual(before);
          const real = await world.call(caller, act, request);
          if (preview.status !== 200) {
            expect([preview.status, told(preview.body)]).toEqual([real.status, told(real.body)]);
            count(`${real.status} refused likewise`);
          } else if (preview.body.refusal !== null) {
            expect(told(preview.body.refusal)).toEqual(told(real.body));
            count(`${real.status} ${real.body.code} foretold`);
          } else {
            expect(real.status).toBeLessThan(300);
            expect(preview.body.warnings).toEqual(real.body.warnings);
            if (await agreesWithKey(world, real.body.id, preview.body)) count(`${act} agreed`);
          }
        }
      },
    ),
    { numRuns: 40 },
  );
  const all = `
    createApiKey agreed, updateApiKey agreed, 400 refused likewise, 403 refused likewise, 404 refused likewise,
    400 INVALID foretold, 400 USER_UNKNOWN foretold, 400 USER_DISABLED foretold, 400 USER_HAS_NO_ROLES foretold,
    403 INSUFFICIENT_PERMISSIONS foretold, 409 NAME_TAKEN foretold, 409 CONFLICT foretold`;
  expect(all.split(',').filter((what) => (met.get(what.trim()) ?? 0) < 3)).toEqual([]);
}, 60_000);

test('whoever may not mint keys for a user learns nothing of them by a preview', async () => {
  await fc.assert(
    fc.asyncProperty(roles, users, users, anyScopes, async (granted, others, different, wanted) => {
      const answers = await Promise.all(
        [others, different].map(async (states) => {
          const ada = { roles: ['green'], status: 'active' };
          const world = worldOf({ ...granted, green: { scopes: ['database:*'], accessRights: {} } }, [
            ada,
            ...states.slice(1),
          ]);
          const body = { name: 'mine', userId: 'bob@example.com', scopes: wanted };
          const { status, body: answer } = await world.api.as(world.holders[1]!.credential)('previewApiKey', {
            body,
          });
          return [status, told(answer)];
        }),
      );
      expect(answers[0]).toEqual(answers[1]);
    }),
    { numRuns: 30 },
  );
});
