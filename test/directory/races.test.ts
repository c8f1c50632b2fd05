import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { roleKey } from '../../lambdas/store/keys.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { beside, contradictions, playRounds } from '../support/engine-races.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { seedRoles, seedUsers } from '../support/engine-seed.ts';
import { type Call, person } from '../support/memory-api.ts';
import { plaintextOf } from '../support/memory-brands.ts';

const rounds = 500;

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  await api.admin('createRole', { body: { name: 'reader', scopes: ['database:read'] } });
});
afterAll(() => engine?.stop());

/** Calls that must succeed. */
async function must(call: ReturnType<Call>): Promise<any> {
  const { status, body } = await call;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
const addUser = (userId: string, roles = ['reader']) =>
  must(api.admin('createUser', { body: { userId, roles } }));
/** A reader for every round, and the counter of the role with them. */
async function seedReaders(userIdOf: (round: number) => string): Promise<void> {
  const { tables } = engine;
  const ids = Array.from({ length: rounds }, (_, round) => userIdOf(round));
  await seedUsers(
    tables,
    ids.map((userId) => ({ userId, roles: ['reader'] })),
  );
  await tables.client.send(
    new UpdateCommand({
      TableName: tables.registry,
      Key: roleKey('reader'),
      UpdateExpression: 'ADD holders :rounds',
      ExpressionAttributeValues: { ':rounds': rounds },
    }),
  );
}
const mint = (name: string, userId: string) =>
  api.admin('createApiKey', { body: { name, userId, scopes: [], accessRights: {} } });
const patch = (userId: string, body: object) => api.admin('updateUser', { at: { userId }, body });
const verdictOf = async (key: string) =>
  (await api.authenticate(plaintextOf(key), { sourceIp: null })).verdict.code;
/** How often each outcome came about. */
const tally = (outcomes: string[]) =>
  Object.fromEntries([...Map.groupBy(outcomes, (each) => each)].map(([each, all]) => [each, all.length]));

describe('500 races', () => {
  test('of minting a key beside disabling its user: never a live key of a disabled user', async () => {
    const userIdOf = (round: number) => `disabled-${round}@example.com`;
    await seedReaders(userIdOf);
    const outcomes = await playRounds(rounds, async (round) => {
      const userId = userIdOf(round);
      const [minted, disabled] = await beside(
        round,
        () => mint(userId, userId),
        () => patch(userId, { status: 'disabled' }),
      );
      expect(disabled.status).toBe(200);
      return minted.status === 201 ? `minted, ${await verdictOf(minted.body.key)}` : minted.body.code;
    });
    expect(tally(outcomes)).toEqual({
      'minted, USER_DISABLED': expect.any(Number),
      USER_DISABLED: expect.any(Number),
    });
  }, 60_000);

  test('of minting a key beside deleting its user: one of the two happens, never both', async () => {
    const userIdOf = (round: number) => `deleted-${round}@example.com`;
    await seedReaders(userIdOf);
    const outcomes = await playRounds(rounds, async (round) => {
      const userId = userIdOf(round);
      const [minted, deleted] = await beside(
        round,
        () => mint(userId, userId),
        () => api.admin('deleteUser', { at: { userId } }),
      );
      const verdict = minted.status === 201 ? await verdictOf(minted.body.key) : minted.body.code;
      return `${verdict}, ${deleted.body?.code ?? deleted.status}`;
    });
    expect(tally(outcomes)).toEqual({
      'VALID, IN_USE': expect.any(Number),
      'USER_UNKNOWN, 204': expect.any(Number),
    });
  }, 60_000);

  test('of assigning a role beside deleting it: never a user with a role that does not exist', async () => {
    const nameOf = (round: number) => `fleeting-${round}`;
    const roles = Array.from({ length: rounds }, (_, round) => ({ name: nameOf(round), holders: 0 }));
    await seedRoles(engine.tables, roles);
    const outcomes = await playRounds(rounds, async (round) => {
      const [name, userId] = [nameOf(round), `holder-${round}@example.com`];
      const assign = () => api.admin('createUser', { body: { userId, roles: [name] } });
      const [assigned, deleted] = await beside(round, assign, () =>
        api.admin('deleteRole', { at: { name } }),
      );
      return `${assigned.status}, ${deleted.body?.code ?? deleted.status}`;
    });
    expect(tally(outcomes)).toEqual({ '201, IN_USE': expect.any(Number), '400, 204': expect.any(Number) });
  }, 60_000);

  test('of two administrators disabling each other: exactly one stays', async () => {
    const pair = ['left@example.com', 'right@example.com'] as const;
    for (const userId of pair) await addUser(userId, ['admin']);
    await must(
      api.as(person(pair[0]))('updateUser', {
        at: { userId: api.adminUserId },
        body: { status: 'disabled' },
      }),
    );
    const strike = (by: string, userId: string) => () =>
      api.as(person(by))('updateUser', { at: { userId }, body: { status: 'disabled' } });
    const outcomes: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [left, right] = pair;
      const answers = await beside(round, strike(left, right), strike(right, left));
      const winner = answers.findIndex(({ status }) => status === 200);
      const loser = answers[1 - winner];
      outcomes.push(`${winner === -1 ? 'nobody' : 'one'}, ${loser?.body.code}`);
      const enable = { at: { userId: pair[1 - winner] ?? '' }, body: { status: 'active' } };
      await must(api.as(person(pair[winner] ?? ''))('updateUser', enable));
    }
    await must(
      api.as(person(pair[0]))('updateUser', { at: { userId: api.adminUserId }, body: { status: 'active' } }),
    );
    // A loser is disabled before they were let in, or told that the last administrator stays.
    const counted = tally(outcomes);
    expect(Object.keys(counted).toSorted()).toEqual(['one, CONFLICT', 'one, USER_DISABLED']);
  }, 60_000);

  afterEach(async () => {
    expect(await contradictions(engine)).toEqual([]);
  }, 60_000);
});

test('the contradictions that the races are judged by would show', async () => {
  const userId = 'witness@example.com';
  await addUser(userId);
  const before = await engine.contents();
  const lie = { ...before, [`USER#${userId} USER`]: { ...before[`USER#${userId} USER`], keyCount: 1 } };
  const found = await contradictions({ contents: async () => lie });
  expect(found).toEqual([
    `keyCount of ${userId}: 1 stored, 0 real`,
    `pointers of ${userId}: 0 stored, 1 real`,
  ]);
});
