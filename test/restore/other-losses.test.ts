import { randomUUID } from 'node:crypto';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createUser } from '../../lambdas/domain/people/user-lifecycle.ts';
import type { Tables } from '../../lambdas/store/client.ts';
import { createUserStore } from '../../lambdas/store/users.ts';
import { deploy, storesOver } from '../support/engine-deployment.ts';
import { answering } from '../support/engine-faults.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { person, serveApi } from '../support/memory-api.ts';
import { plaintextOf } from '../support/memory-brands.ts';
import { clockAt } from '../support/memory-ports.ts';
import { origin } from '../support/memory-records.ts';
import { contradictionsIn, faultsOfChains, gainsOf, protectedStagesIn } from './judge.ts';
import {
  eventsOf,
  keysOf,
  type Loss,
  loseTables,
  restoreInto,
  settings,
  verdictsOn,
  webhooksOf,
} from './rehearsal.ts';
import { itemsOf } from './table-pairs.ts';
import { witness } from './witnesses.ts';

let engine: Engine;
let loss: Loss;
let live: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
beforeEach(async () => {
  loss = await loseTables(engine.endpoint, 'another loss');
  live = await startEngine(engine.endpoint);
}, 30_000);
afterEach(async () => {
  await live?.stop();
  await loss?.stop();
});
afterAll(() => engine?.stop());

const clock = () => clockAt(loss.at);

/** What any secret may do beyond what it could at the loss. */
async function gains(): Promise<string[]> {
  const { secrets } = loss.clients;
  const before = await verdictsOn(loss.lost, clock(), secrets);
  const after = await verdictsOn(live, clock(), secrets);
  return secrets.flatMap((_, at) => gainsOf(before[at]!, after[at]!));
}

async function fill(from: Tables, table: 'registry' | 'credentials'): Promise<void> {
  for (const Item of await itemsOf(from, from[table])) {
    const { client } = live.tables;
    await client.send(
      new TransactWriteCommand({ TransactItems: [{ Put: { TableName: live.tables[table], Item } }] }),
    );
  }
}

test('Registry alone is lost: Credentials knows the secrets that the copy does not, so nothing is', async () => {
  await fill(loss.lost.tables, 'credentials');
  const { plan, left } = await restoreInto(live.tables, loss, { clock: clock() }).apply();
  expect([left, plan.lost]).toEqual([0, []]);
  expect(plan.keys.filter(({ isSecretKnown }) => !isSecretKnown)).toEqual([]);
  const { secrets } = loss.clients;
  const codes = (all: Awaited<ReturnType<typeof verdictsOn>>) => all.map(({ verdict }) => verdict.code);
  expect(codes(await verdictsOn(live, clock(), secrets))).toEqual(
    codes(await verdictsOn(loss.lost, clock(), secrets)),
  );
  expect(await gains()).toEqual([]);
  expect(await protectedStagesIn(live)).toEqual(await protectedStagesIn(loss.lost));
  expect(await faultsOfChains(live.tables, loss.log)).toEqual([]);
}, 60_000);

test('Credentials alone is lost: its halves come back as the live records say', async () => {
  await fill(loss.lost.tables, 'registry');
  const { plan, left } = await restoreInto(live.tables, loss, { clock: clock() }).apply();
  expect([left, plan.keys, plan.users, plan.roles, plan.apis, plan.doubts]).toEqual([0, [], [], [], [], []]);
  const { secrets } = loss.clients;
  const before = await verdictsOn(loss.lost, clock(), secrets);
  const after = await verdictsOn(live, clock(), secrets);
  expect(after.map(({ verdict }) => verdict)).toEqual(before.map(({ verdict }) => verdict));
  const stages = await protectedStagesIn(loss.lost);
  expect(Object.keys(stages)).toContain('A#123456789012/witness/tightened');
  expect(await protectedStagesIn(live)).toEqual(stages);
  const again = await restoreInto(live.tables, loss, { clock: clock() }).apply();
  expect(again.plan.halves).toEqual([]);
}, 60_000);

test('a deployment made anew keeps its first administrator, whose former keys come back paused, and no webhook', async () => {
  const remade = await deploy(live, settings);
  const before = await live.contents();
  const { plan } = await restoreInto(live.tables, loss, { clock: clock() }).apply();
  const after = await live.contents();
  for (const key of ['USER#admin@example.com AUDIT#000000000001', 'ROLE#admin AUDIT#000000000001']) {
    expect(after[key]).toEqual(before[key]);
  }
  expect([...plan.foreign].toSorted()).toEqual(['ROLE#admin', 'USER#admin@example.com']);
  const restored = await keysOf(live.tables);
  const ofAdmin = plan.keys.filter(({ key }) => key.userId === 'admin@example.com');
  expect(ofAdmin.length).toBeGreaterThan(0);
  const ears = [...(await webhooksOf(live.tables)).values()];
  expect([ears.length > 0, ears.filter(({ userId }) => userId === 'admin@example.com')]).toEqual([true, []]);
  expect(ofAdmin.every(({ key }) => restored.get(key.id)?.pausedBy !== null)).toBe(true);
  expect(await gains()).toEqual([]);
  expect(await contradictionsIn(live)).toEqual([]);
  const { verdict } = await remade.authenticate(plaintextOf(remade.adminKey), { sourceIp: null });
  expect(verdict.code).toBe('VALID');
}, 60_000);

test('a second loss after a restore, restored from the first copy: what was revoked in between stays so', async () => {
  await restoreInto(live.tables, loss, { clock: clock() }).apply();
  const first = [...(await keysOf(live.tables)).values()].find(({ pausedBy }) => pausedBy === null);
  const admin = apiOver(live).as('admin@example.com');
  await admin('deleteApiKey', { at: { id: first!.id } });
  const log = await eventsOf(live.tables);
  const next = await startEngine(engine.endpoint);
  try {
    const more = { clock: clock(), readLog: async () => log };
    const { plan } = await restoreInto(next.tables, loss, more).apply();
    expect(plan.doubts).toEqual([]);
    const again = await keysOf(next.tables);
    expect([...again.keys()].toSorted()).toEqual([...(await keysOf(live.tables)).keys()].toSorted());
    expect(again.has(first!.id)).toBe(false);
    expect(await faultsOfChains(next.tables, log)).toEqual([]);
    const { secrets } = loss.clients;
    const before = await verdictsOn(live, clock(), secrets);
    const after = await verdictsOn(next, clock(), secrets);
    expect(after.map(({ verdict }) => verdict)).toEqual(before.map(({ verdict }) => verdict));
  } finally {
    await next.stop();
  }
}, 60_000);

test('a log that does not go on from the copy is refused, before anything is written', async () => {
  const readLog = async () => loss.log.slice(0, 0);
  await expect(restoreInto(live.tables, loss, { readLog }).apply()).rejects.toThrow(
    'The log does not hold the newest event of the copy',
  );
  expect(await live.contents()).toEqual({});
});

test('what somebody makes anew while it runs is left, and so are the keys of that user', async () => {
  const { plan } = await restoreInto(live.tables, loss, { clock: clock() }).dryRun();
  const userId = witness;
  let isMade = false;
  const racing = answering(live.tables, async (command, proceed) => {
    const writes = command instanceof TransactWriteCommand ? (command.input.TransactItems ?? []) : [];
    const isUser = writes.some(({ Put }) => Put?.Item?.['sk'] === 'USER' && Put.Item['userId'] === userId);
    if (isUser && !isMade) {
      isMade = true;
      const users = createUserStore(live.tables, settings, () => loss.at);
      const fields = { displayName: 'anew', roles: [], status: 'active' } as const;
      const moment = { now: loss.at, eventId: randomUUID() };
      const made = createUser(userId, fields, await users.chainHead(userId), origin, moment);
      expect(await users.create(made)).toEqual({ kind: 'committed' });
    }
    return proceed();
  });
  const first = await restoreInto(racing, loss, { clock: clock() }).apply();
  const kept = plan.keys.filter(({ key }) => key.userId === userId).length;
  expect(kept).toBeGreaterThan(0);
  const ears = plan.webhooks.filter((webhook) => webhook.userId === userId).length;
  expect(ears).toBeGreaterThan(0);
  expect(first.left).toBe(1 + kept + ears);
  const held = await keysOf(live.tables);
  const webhooks = await webhooksOf(live.tables);
  expect([...held.values(), ...webhooks.values()].filter((each) => each.userId === userId)).toEqual([]);
  expect(await contradictionsIn(live)).toEqual([]);
}, 60_000);

/** The API over tables that have an administrator already. */
function apiOver(over: Engine) {
  const api = serveApi(storesOver(over, clock(), settings), clock(), settings);
  return { as: (userId: string) => api.as(person(userId)) };
}
