import { randomUUID } from 'node:crypto';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { createProtectedApiStore } from '../../lambdas/store/protected-apis.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { predictableRandom } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { CloudFormation, registration, StackResource } from './cloudformation.ts';

process.env['LATCHKEY_SETTINGS'] = JSON.stringify(settings);
process.env['GATEWAY_ACCOUNTS'] = '[]';
Object.assign(process.env, {
  REGISTRY_TABLE: 'R',
  CREDENTIALS_TABLE: 'C',
  USAGE_TABLE: 'U',
  AWS_REGION: 'x',
});
const { makeHandler } = await import('../../lambdas/functions/registrar/index.ts');

let engine: Engine;
let api: Deployment;
let cloudFormation: CloudFormation;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  cloudFormation = new CloudFormation(
    makeHandler({
      settings,
      apis: createProtectedApiStore(engine.tables, settings, api.clock.now),
      gatewayAccounts: ['123456789012'],
      clock: api.clock,
      random: predictableRandom(randomUUID()),
    }),
  );
  await cloudFormation.start();
});
afterAll(async () => {
  cloudFormation?.stop();
  await engine?.stop();
});
beforeEach(async () => {
  for (const { name } of (await api.admin('listApis')).body) await api.admin('deleteApi', { at: { name } });
});

const read = [{ method: 'GET', path: '/orders', scopes: ['database:read'] }];
const write = [{ method: 'POST', path: '/orders', scopes: ['database:write'], cost: 5 }];
const [readHash, writeHash] = [read, write].map((routes) => routeSetOf(routes as never).hash);
const shop = () => new StackResource(cloudFormation, 'shop');
const get = async (name: string) => (await api.admin('getApi', { at: { name } })).body;

/** What the gateway authorizer knows: `stage → name, current hash, previous hash`. */
async function served(): Promise<Record<string, string>> {
  const items = Object.entries(await engine.contents()).filter(([key]) => key.includes('A#123456789012/'));
  return Object.fromEntries(
    items.map(([, item]) => {
      const { pk, name, current, previous } = item as any;
      const hashes = [current, previous].map((set) => nameOfHash(set?.hash));
      return [pk.split('/')[2], [name, ...hashes].join(' ')];
    }),
  );
}
function nameOfHash(hash: string | undefined): string {
  if (hash === undefined) return '-';
  return hash === readHash ? 'read' : hash === writeHash ? 'write' : hash;
}

test('a registration is as the stack asked for it, and carries its id', async () => {
  const resource = shop();
  const more = { Description: 'Orders', Enforcement: 'middleware', People: 'true', Unauthenticated: '401' };
  const { Status } = await resource.create(registration('orders', 'prod', write, more));
  expect(Status).toBe('SUCCESS');
  expect(await get('orders')).toMatchObject({
    name: 'orders',
    description: 'Orders',
    enforcement: 'middleware',
    people: true,
    unauthenticated: '401',
    gateway: { accountId: '123456789012', apiId: 'a1b2c3', stage: 'prod' },
    routes: write,
    routesHash: writeHash,
    managedBy: resource.physicalId,
  });
  expect(resource.physicalId).toBe(
    'orders|123456789012/a1b2c3/prod|arn:aws:cloudformation:us-east-1:123456789012:stack/shop/0a1b2c|AuthRegistration',
  );
});

describe("CloudFormation's sequences", () => {
  test.each<
    [what: string, play: (resource: StackResource) => Promise<unknown>, after: Record<string, string>]
  >([
    ['create', async () => {}, { prod: 'orders read -' }],
    [
      'create, again',
      (it) => it.send('Create', registration('orders', 'prod', read)),
      { prod: 'orders read -' },
    ],
    ['update', (it) => it.update(registration('orders', 'prod', write)), { prod: 'orders write read' }],
    [
      'update, again',
      async (it) => {
        await it.update(registration('orders', 'prod', write));
        await it.update(registration('orders', 'prod', write));
      },
      { prod: 'orders write read' },
    ],
    [
      'update, rolled back',
      async (it) => it.rollBack(await it.update(registration('orders', 'prod', write))),
      { prod: 'orders read write' },
    ],
    [
      'another stage, while both are deployed',
      (it) => it.update(registration('orders', 'blue', write)),
      { prod: 'orders read -', blue: 'orders write -' },
    ],
    [
      'another stage',
      async (it) => it.cleanUp(await it.update(registration('orders', 'blue', write))),
      { blue: 'orders write -' },
    ],
    [
      'another stage, rolled back',
      async (it) => it.rollBack(await it.update(registration('orders', 'blue', write))),
      { prod: 'orders read -' },
    ],
    [
      'another stage, and then a third before the first is cleaned up',
      async (it) => {
        await it.update(registration('orders', 'blue', write));
        await it.update(registration('orders', 'green', read));
      },
      { blue: 'orders write -', green: 'orders read -' },
    ],
    [
      'another name, while both are deployed',
      (it) => it.update(registration('sales', 'prod', write)),
      { prod: 'sales write read' },
    ],
    [
      'another name',
      async (it) => it.cleanUp(await it.update(registration('sales', 'prod', write))),
      { prod: 'sales write read' },
    ],
    [
      'another name, rolled back',
      async (it) => it.rollBack(await it.update(registration('sales', 'prod', write))),
      { prod: 'orders read write' },
    ],
    [
      'another name and stage, while both are deployed',
      (it) => it.update(registration('sales', 'blue', write)),
      { prod: 'orders read -', blue: 'sales write -' },
    ],
    [
      'another name and stage',
      async (it) => it.cleanUp(await it.update(registration('sales', 'blue', write))),
      { blue: 'sales write -' },
    ],
    [
      'another name and stage, rolled back',
      async (it) => it.rollBack(await it.update(registration('sales', 'blue', write))),
      { prod: 'orders read -' },
    ],
    ['delete', (it) => it.delete(), {}],
    [
      'delete, again',
      async (it) => {
        await it.delete();
        await it.delete();
      },
      {},
    ],
    [
      'delete while a former stage is not cleaned up',
      async (it) => {
        await it.update(registration('orders', 'blue', write));
        await it.delete();
      },
      {},
    ],
    [
      'delete of what got no answer, under an id that CloudFormation made up',
      (it) => it.send('Delete', registration('orders', 'prod', read), 'shop-AuthRegistration-1X2Y3Z'),
      {},
    ],
    [
      'update of what an administrator has deleted',
      async (it) => {
        await api.admin('deleteApi', { at: { name: 'orders' } });
        await it.update(registration('orders', 'prod', write));
      },
      { prod: 'orders write -' },
    ],
    [
      'update of what an administrator has moved',
      async (it) => {
        const gateway = { accountId: '123456789012', apiId: 'a1b2c3', stage: 'emergency' };
        await api.admin('replaceApi', { at: { name: 'orders' }, body: { gateway, routes: read } });
        await it.update(registration('orders', 'prod', write));
      },
      { prod: 'orders write -' },
    ],
  ])('%s', async (_, play, after) => {
    const resource = shop();
    await resource.create(registration('orders', 'prod', read));
    cloudFormation.answers.length = 0;
    await play(resource);
    expect(cloudFormation.answers.filter((answer) => !answer.includes('"SUCCESS"'))).toEqual([]);
    expect(await served()).toEqual(after);
  });

  test.each<[what: string, properties: ReturnType<typeof registration>, reason: RegExp]>([
    [
      'of the same name',
      registration('orders', 'blue', write),
      /^An API orders is registered by orders\|.*stack\/shop\//,
    ],
    ['on the same stage', registration('sales', 'prod', write), /^The stage belongs to the API orders$/],
    ['of the same name and stage', registration('orders', 'prod', write), /^An API orders is registered by/],
  ])('a second stack %s is refused, and takes nothing away', async (_, properties, reason) => {
    const winner = shop();
    await winner.create(registration('orders', 'prod', read));
    const { Status, Reason } = await new StackResource(cloudFormation, 'rival').create(properties);
    expect([Status, Reason]).toEqual(['FAILED', expect.stringMatching(reason)]);
    expect(cloudFormation.answers.at(-1)).toContain('"SUCCESS"');
    expect(await served()).toEqual({ prod: 'orders read -' });
    expect(await get('orders')).toMatchObject({ managedBy: winner.physicalId });
  });

  test("what was registered over HTTP is nobody else's", async () => {
    const gateway = { accountId: '123456789012', apiId: 'a1b2c3', stage: 'prod' };
    await api.admin('registerApi', { body: { name: 'orders', gateway, routes: read } });
    const { Reason } = await shop().create(registration('orders', 'prod', write));
    expect(Reason).toBe('An API orders is registered over HTTP');
    expect(await served()).toEqual({ prod: 'orders read -' });
  });

  test('an update that fails changes nothing, and stays what it was', async () => {
    const resource = shop();
    await resource.create(registration('orders', 'prod', read));
    const bad = [{ method: 'GET', path: 'orders' }];
    const { answer } = await resource.update(registration('sales', 'prod', bad));
    expect([answer.Status, answer.PhysicalResourceId]).toEqual(['FAILED', resource.physicalId]);
    expect(await served()).toEqual({ prod: 'orders read -' });
  });

  test('repeats write no event, and every change writes one to the chain of its API', async () => {
    const resource = shop();
    await resource.create(registration('audited', 'prod', read));
    const actions = async (id: string) =>
      (await api.admin('listAuditEvents', { query: { targetId: id } })).body.map(
        ({ action, actor }: any) => `${action} ${actor.via}`,
      );
    const former = await resource.update(registration('audited', 'blue', read));
    await resource.update(registration('audited', 'blue', read));
    await resource.cleanUp(former);
    await resource.cleanUp(former);
    await resource.update(registration('renamed', 'blue', read));
    expect(await actions('audited')).toEqual(
      ['deleted', 'updated', 'updated', 'created'].map((deed) => `api.${deed} system`),
    );
    expect(await actions('renamed')).toEqual(['api.created system']);
  });
});

describe('what is refused fails the deployment with its reason', () => {
  test.each<[what: string, properties: object, reason: RegExp]>([
    ['routes that are no JSON', { Routes: '{' }, /^Routes: Must be JSON$/],
    [
      'a path that is none',
      { Routes: '[{"method":"GET","path":"x"}]' },
      /^routes\.0\.path: Must be a resource path/,
    ],
    [
      'a scope that the catalogue lacks',
      { Routes: '[{"method":"GET","path":"/","scopes":["x:y"]}]' },
      /^routes\.0\./,
    ],
    ['another account', { AccountId: '999999999999' }, /^gateway\.accountId: Must be the account/],
    ['routes of another hash', { RoutesHash: 'abc' }, /^RoutesHash: Is not that of the routes/],
    ['no name', { Name: undefined }, /^name: /],
  ])('%s', async (_, wrong, reason) => {
    const properties = { ...registration('orders', 'prod', read), ...wrong };
    const { Status, Reason } = await shop().create(properties);
    expect([Status, Reason]).toEqual(['FAILED', expect.stringMatching(reason)]);
    expect(await served()).toEqual({});
  });

  test('in 4,096 bytes, whatever it says', async () => {
    const path = 'ü'.repeat(3_000);
    const stage = '\u0001"'.repeat(900);
    for (const name of [path, stage]) {
      await shop().send('Create', registration(name, 'prod', read));
      expect(Buffer.byteLength(cloudFormation.answers.at(-1) ?? '')).toBeLessThanOrEqual(4_096);
    }
    const winner = registration('orders', 'prod', read);
    await new StackResource(cloudFormation, 's'.repeat(900)).create(winner);
    const { Reason } = await new StackResource(cloudFormation, 't'.repeat(1_900)).create(winner);
    expect(Reason).toMatch(/^An API orders is registered by orders/);
    expect(Buffer.byteLength(cloudFormation.answers.at(-2) ?? '')).toBeLessThanOrEqual(4_096);
  });
});
