import { randomUUID } from 'node:crypto';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { createProtectedApiStore } from '../../lambdas/store/protected-apis.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { predictableRandom } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { CloudFormation, registration, type ResourceAnswer, StackResource } from './cloudformation.ts';
import { sequences } from './sequences.ts';
import { read, write } from './steps.ts';

process.env['LATCHKEY_SETTINGS'] = JSON.stringify(settings);
process.env['GATEWAY_ACCOUNTS'] = '[]';
Object.assign(process.env, {
  REGISTRY_TABLE: 'R',
  CREDENTIALS_TABLE: 'C',
  USAGE_TABLE: 'U',
  AWS_REGION: 'x',
});
const { makeHandler } = await import('../../lambdas/functions/registrar/index.ts');

captureLogLines();
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

const [readHash, writeHash] = [read, write].map((routes) => routeSetOf(routes).hash);
const shop = (logicalId?: string) => new StackResource(cloudFormation, 'shop', logicalId);
const get = async (name: string) => (await api.admin('getApi', { at: { name } })).body;

/**
 * What the gateway authorizer knows, and who has registered it: `stage: name, routes, routes of before, resource`. A stage
 * without its guard, or a guard without its stage, stands there as well.
 */
async function registered(): Promise<string[]> {
  const items = Object.entries(await engine.contents());
  const records = items.filter(([key]) => key.endsWith(' API')).map(([, record]) => record as any);
  const guards = items.flatMap(([key]) =>
    key.startsWith('STAGE#') ? [key.slice(6).replace(' STAGE', '')] : [],
  );
  const stages = items.filter(([key]) => key.startsWith('A#'));
  const guarded = stages.map(([key]) => key.slice(2));
  const odd = new Set(guards).symmetricDifference(new Set(guarded));
  return [...odd, ...stages.map(([, item]) => registrationOf(item, records))].toSorted();
}
function registrationOf(item: any, records: any[]): string {
  const { pk, name, enforcement, current, previous } = item;
  const stage = pk.split('/')[2];
  const record = records.find((each) => each.name === name);
  const { managedBy } = record.gateway.stage === stage ? record : record.former;
  const hashes = [current, previous].map((set) => nameOfHash(set?.hash)).join(' ');
  const mode = enforcement === 'deny' ? '' : `${enforcement} `;
  return `${stage}: ${name} ${hashes} ${mode}${nameOfResource(managedBy)}`;
}
function nameOfHash(hash: string | undefined): string {
  if (hash === undefined) return '-';
  return hash === readHash ? 'read' : hash === writeHash ? 'write' : hash;
}
function nameOfResource(id: string | null): string {
  const [, stack = '', logicalId = ''] = /:stack\/(\w+)\/.*\|(\w+)$/.exec(id ?? '') ?? [];
  return id === null ? 'HTTP' : `${stack}.${logicalId}`;
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
    'orders|123456789012/a1b2c3/prod|arn:aws:cloudformation:us-east-1:123456789012:stack/shop/0a1b2c|Auth',
  );
});

describe("CloudFormation's sequences", () => {
  test.each(Object.entries(sequences))('%s', async (_, steps) => {
    const stacks = {
      auth: shop(),
      moved: shop('Moved'),
      third: shop('Third'),
      rival: new StackResource(cloudFormation, 'rival'),
      admin: api.admin,
    };
    for (const [does, act, expected, refusal] of steps) {
      cloudFormation.answers.length = 0;
      await act(stacks);
      const answers = cloudFormation.answers.map((each) => JSON.parse(each) as ResourceAnswer);
      const reasons = answers.flatMap(({ Status, Reason }) => (Status === 'FAILED' ? [Reason] : []));
      expect([does, reasons]).toEqual([does, refusal === undefined ? [] : [expect.stringMatching(refusal)]]);
      expect([does, ...(await registered())]).toEqual([does, ...expected]);
    }
  });

  test('repeats write no event, and every change writes one to the chain of its API', async () => {
    const resource = shop();
    await resource.create(registration('audited', 'prod', read));
    const actions = async (id: string) =>
      (await api.admin('listAuditEvents', { query: { targetId: id } })).body.map(
        ({ action, actor }: any) => `${action} ${actor.via}`,
      );
    await resource.update(registration('audited', 'blue', read));
    await resource.cleanUp();
    await resource.cleanUp();
    await resource.update(registration('audited', 'blue', read));
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
    expect(await registered()).toEqual([]);
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
