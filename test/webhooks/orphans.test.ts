import { marshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import { deliver } from '../reconciler/reconciler-bench.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { contradictions } from '../support/engine-races.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Call, person } from '../support/memory-api.ts';
import { noon } from '../support/memory-ports.ts';
import { eventsOf, must, newWebhook, people } from './webhook-bench.ts';

let engine: Engine;
let api: Deployment;
let ann: Call;
let hook: Call;
beforeEach(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  ({ ann, hook } = await people(api));
});
afterEach(async () => {
  const found = await contradictions(engine);
  await engine.stop();
  expect(found).toEqual([]);
});

const create = async (call: Call, fields: object = {}): Promise<string> =>
  (await must(call('createWebhook', { body: newWebhook(fields) }))).id;
const done = { batchItemFailures: [] };

/** What the stream tells of the last event of a user. */
async function deletionOf(userId: string): Promise<DynamoDBRecord> {
  const found = Object.entries(await engine.contents())
    .filter(
      ([key, item]) =>
        key.startsWith(`USER#${userId} AUDIT#`) && (item['event'] as any).action === 'user.deleted',
    )
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  const [, item] = found.at(-1)!;
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: '7000',
      Keys: marshall({ pk: item['pk'], sk: item['sk'] }) as Record<string, AttributeValue>,
      NewImage: marshall(item) as Record<string, AttributeValue>,
    },
  };
}
const remove = (userId: string) => must(api.admin('deleteUser', { at: { userId } }));
const reconcile = async (userId: string) => deliver(engine.tables, api, await deletionOf(userId));

test('the webhooks of a deleted user go, each with a last event by the system', async () => {
  const [own, all, others] = [await create(hook), await create(hook, { scope: 'all' }), await create(ann)];
  await remove('hook@example.com');
  expect(await reconcile('hook@example.com')).toEqual(done);
  for (const id of [own, all]) {
    const events = await eventsOf(engine, id);
    expect(events.map(({ action, actor }) => [action, actor.userId])).toEqual([
      ['webhook.created', 'hook@example.com'],
      ['webhook.deleted', 'system'],
    ]);
    expect(findChainFault(events)).toBeNull();
  }
  const left = await must(api.admin('listWebhooks'));
  expect(left.map(({ id }: { id: string }) => id)).toEqual([others]);
});

test('delivered again, nothing is done again', async () => {
  const id = await create(hook);
  await remove('hook@example.com');
  await reconcile('hook@example.com');
  expect(await reconcile('hook@example.com')).toEqual(done);
  expect(await eventsOf(engine, id)).toHaveLength(2);
});

test('until then they are not there for whoever is made under the same id, and theirs stay', async () => {
  const before = await create(ann);
  await remove('ann@example.com');
  api.clock.set(noon + 1_000);
  await must(api.admin('createUser', { body: { userId: 'ann@example.com', roles: ['reader'] } }));
  const anew = api.as(person('ann@example.com'));
  expect((await anew('getWebhook', { at: { id: before } })).status).toBe(404);
  expect((await anew('deleteWebhook', { at: { id: before } })).status).toBe(404);
  expect(await must(anew('listWebhooks'))).toEqual([]);
  const after = await create(anew);
  expect(await reconcile('ann@example.com')).toEqual(done);
  expect((await anew('getWebhook', { at: { id: after } })).status).toBe(200);
  expect((await hook('getWebhook', { at: { id: before } })).status).toBe(404);
});

test('a manager may delete what is left, and change nothing of it', async () => {
  const id = await create(ann);
  await remove('ann@example.com');
  expect((await hook('getWebhook', { at: { id } })).status).toBe(200);
  expect((await hook('updateWebhook', { at: { id }, body: { name: 'B' } })).status).toBe(404);
  expect((await hook('rotateWebhookSecret', { at: { id } })).status).toBe(404);
  expect((await hook('deleteWebhook', { at: { id } })).status).toBe(204);
});

test('a webhook that is made while its owner is deleted is refused, or goes with them', async () => {
  for (let round = 0; round < 10; round += 1) {
    const userId = `passing-${round}@example.com`;
    await must(api.admin('createUser', { body: { userId, roles: ['reader'] } }));
    const call = api.as(person(userId));
    const [made] = await Promise.all([call('createWebhook', { body: newWebhook() }), remove(userId)]);
    expect([201, 401, 403, 409]).toContain(made.status);
    expect(await reconcile(userId)).toEqual(done);
  }
  expect(await must(hook('listWebhooks'))).toEqual([]);
});
