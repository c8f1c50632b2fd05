import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { contradictions, playRounds } from '../support/engine-races.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Call, person } from '../support/memory-api.ts';
import { must, newWebhook, people } from './webhook-bench.ts';

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

const create = (call: Call, fields: object = {}) => call('createWebhook', { body: newWebhook(fields) });
const tally = (outcomes: number[]) =>
  Object.fromEntries([...Map.groupBy(outcomes, (each) => each)].map(([each, all]) => [each, all.length]));
/** How calls at once were answered. */
const atOnce = async (rounds: number, play: (round: number) => ReturnType<Call>) =>
  tally(await playRounds(rounds, async (round) => (await play(round)).status));

test('a user has ten webhooks of their own events, however many are made at once', async () => {
  expect(await atOnce(24, () => create(ann))).toEqual({ 201: 10, 409: 14 });
  const [{ id }] = await must(ann('listWebhooks'));
  await must(ann('deleteWebhook', { at: { id } }));
  expect(await atOnce(6, () => create(ann))).toEqual({ 201: 1, 409: 5 });
  // Apart from those, and from everybody else's.
  expect((await create(hook)).status).toBe(201);
});

test('a deployment has twenty that are told of all events, whosever they are', async () => {
  const admin = api.as(person(api.adminUserId));
  const all = (round: number) => create(round % 2 === 0 ? hook : admin, { scope: 'all' });
  expect(await atOnce(36, all)).toEqual({ 201: 20, 409: 16 });
  expect(await atOnce(12, () => create(hook))).toEqual({ 201: 10, 409: 2 });
});

test('and a change of scope counts as the one that it becomes', async () => {
  const ids: string[] = [];
  for (let at = 0; at < 10; at += 1) ids.push((await must(create(hook))).id);
  const rescope = (scope: string) => (round: number) =>
    hook('updateWebhook', { at: { id: ids[round]! }, body: { scope } });
  expect(await atOnce(10, rescope('all'))).toEqual({ 200: 10 });
  for (let at = 0; at < 7; at += 1) await must(create(hook));
  expect(await atOnce(10, rescope('own'))).toEqual({ 200: 3, 409: 7 });
});

test('changes of one webhook at once are each done, one after the other', async () => {
  const { id } = await must(create(ann));
  const rename = (round: number) => ann('updateWebhook', { at: { id }, body: { name: `N${round}` } });
  expect(await atOnce(12, rename)).toEqual({ 200: 12 });
  const { headers } = await ann('getWebhook', { at: { id } });
  expect(headers['ETag']).toBe('"13"');
});

test('a webhook that is deleted and changed at once is gone, or was changed before', async () => {
  const outcomes = await playRounds(20, async () => {
    const { id } = await must(create(ann));
    const at = { id };
    const [changed, removed] = await Promise.all([
      hook('updateWebhook', { at, body: { events: ['api_key.*'] } }),
      ann('deleteWebhook', { at }),
    ]);
    expect([200, 404]).toContain(changed.status);
    return removed.status;
  });
  expect(tally(outcomes)).toEqual({ 204: 20 });
  expect(await must(hook('listWebhooks'))).toEqual([]);
});
