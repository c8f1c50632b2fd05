import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { readSettings } from '../../local/settings.ts';
import type { TemplateResource } from '../../local/template/template.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

const print = `exports.handler = async ({ Records }) => {
  for (const { eventName, dynamodb, userIdentity } of Records)
    process.stdout.write(JSON.stringify({ eventName, pk: dynamodb.Keys.pk.S, userIdentity }) + '\\n'); };`;

const purges = JSON.stringify({
  eventName: ['REMOVE'],
  userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] },
  dynamodb: { Keys: { sk: { S: ['KEY'] } } },
});

function mapping(fn: string, pattern: string): TemplateResource {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
      FunctionName: { Ref: fn },
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: { Filters: [{ Pattern: pattern }] },
    },
  };
}

function tableResource(viewType: string): TemplateResource {
  return {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: viewType },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    },
  };
}

const table = tableResource('NEW_AND_OLD_IMAGES');
/** Two mappings of one stream, as the deployed audit exporter and reconciler have it. */
const resources: Record<string, TemplateResource> = {
  Table: table,
  Removals: functionResource('print'),
  Purges: functionResource('print'),
  RemovalMapping: mapping('Removals', '{"eventName":["REMOVE"]}'),
  PurgeMapping: mapping('Purges', purges),
};
const service = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
const nowSeconds = () => Math.floor(Date.now() / 1000);
const yearSeconds = 365 * 24 * 3_600;

let laptop: Laptop;

beforeEach(async () => {
  laptop = await Laptop.start();
});

afterEach(() => laptop.stopAndForget());

async function put(pk: string, ttl: object | null, sk = 'KEY'): Promise<void> {
  const Item = { pk: { S: pk }, sk: { S: sk }, ...(ttl !== null && { ttl: ttl as { N: string } }) };
  await laptop.cloud.dynamodb.tables.send(new PutItemCommand({ TableName: 'test-Table', Item }));
}

const keyOf = (pk: string) => ({ TableName: 'test-Table', Key: { pk: { S: pk }, sk: { S: 'KEY' } } });

async function isThere(pk: string): Promise<boolean> {
  const { Item } = await laptop.cloud.dynamodb.tables.send(new GetItemCommand(keyOf(pk)));
  return Item !== undefined;
}

async function remove(pk: string): Promise<void> {
  await laptop.cloud.dynamodb.tables.send(new DeleteItemCommand(keyOf(pk)));
}

function told(fn: string): (Pick<DynamoDBRecord, 'eventName' | 'userIdentity'> & { pk: string })[] {
  return laptop.logLines(`/aws/lambda/test-${fn}`) as never;
}

test('removes what is due, and nothing else', async () => {
  await laptop.deploy({ Table: table });
  await put('future', { N: String(nowSeconds() + 3_600) });
  await put('text', { S: String(nowSeconds() - 10) });
  await put('never', null);
  await put('mistake', { N: String(nowSeconds() - 5 * yearSeconds - 60) });
  await put('old', { N: String(nowSeconds() - 5 * yearSeconds + 60) });
  await put('soon', { N: String(nowSeconds() + 1) });
  await put('due', { N: String(nowSeconds()) });
  await eventually(async () => !(await isThere('soon')));
  for (const pk of ['due', 'old']) expect(await isThere(pk)).toBe(false);
  for (const pk of ['future', 'text', 'never', 'mistake']) expect(await isThere(pk)).toBe(true);
});

test('does nothing where it is switched off', async () => {
  expect(readSettings([], {}).sweepsTtl).toBe(true);
  expect(readSettings([], { LATCHKEY_TTL_SWEEP: 'off' }).sweepsTtl).toBe(false);
  expect(() => readSettings([], { LATCHKEY_TTL_SWEEP: 'no' })).toThrow(
    'LATCHKEY_TTL_SWEEP is neither on nor off',
  );
  await laptop.stopAndForget();
  laptop = await Laptop.start(undefined, { sweepsTtl: false });
  await laptop.deploy({ Table: table });
  expect(laptop.cloud.background).toEqual([laptop.cloud.asyncQueue]);
});

test('sweeps a table of several pages', async () => {
  await laptop.deploy({ Table: table });
  const due = { N: String(nowSeconds()) };
  for (let first = 0; first < 600; first += 25) {
    const requests = Array.from({ length: 25 }, (_item, i) => ({
      PutRequest: { Item: { pk: { S: `p${first + i}` }, sk: { S: 'KEY' }, ...(i === 0 && { ttl: due }) } },
    }));
    await laptop.cloud.dynamodb.tables.send(
      new BatchWriteItemCommand({ RequestItems: { 'test-Table': requests } }),
    );
  }
  for (let i = 0; i < 600; i += 25) await eventually(async () => !(await isThere(`p${i}`)));
  expect(await isThere('p1')).toBe(true);
});

test('what is prolonged between scan and removal stays', async () => {
  const { tables } = laptop.cloud.dynamodb;
  const outcomes: unknown[] = [];
  tables.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'DeleteItemCommand') return await next(args);
        await put('prolonged', { N: String(nowSeconds() + 3_600) });
        return await next(args).catch((error: unknown) => {
          outcomes.push((error as Error).name);
          throw error;
        });
      },
    { step: 'initialize' },
  );
  await laptop.deploy({ Table: table });
  await put('prolonged', { N: String(nowSeconds() - 1) });
  await eventually(() => outcomes.length > 0);
  expect(outcomes).toEqual(['ConditionalCheckFailedException']);
  expect(await isThere('prolonged')).toBe(true);
});

test('records of its removals carry the identity of the service, those of others do not', async () => {
  await laptop.deploy(resources, { print });
  await put('other', { N: String(nowSeconds() + 3_600) });
  await put('guard', { N: String(nowSeconds()) }, 'NAME');
  await remove('other');
  await put('key', { N: String(nowSeconds()) });
  await eventually(() => told('Purges').length > 0 && told('Removals').length === 3);
  expect(told('Purges')).toEqual([{ eventName: 'REMOVE', pk: 'key', userIdentity: service }]);
  const identities = new Map(told('Removals').map(({ pk, userIdentity }) => [pk, userIdentity]));
  expect(identities).toEqual(
    new Map<string, unknown>([
      ['guard', service],
      ['key', service],
      ['other', undefined],
    ]),
  );
});

test('a key that somebody removes after TTL has removed it once is theirs', async () => {
  await laptop.deploy(resources, { print });
  await put('key', { N: String(nowSeconds()) });
  await eventually(() => told('Removals').length === 1);
  await put('key', null);
  await remove('key');
  await eventually(() => told('Removals').length === 2);
  expect(told('Removals').map(({ userIdentity }) => userIdentity)).toEqual([service, undefined]);
});

test('the identity survives a server that ends between removal and delivery', async () => {
  await laptop.deploy(
    { ...resources, Purges: functionResource('broken') },
    {
      print,
      broken: 'exports.handler = async () => { throw new Error("not yet"); }',
    },
  );
  await put('key', { N: String(nowSeconds()) });
  await eventually(() => told('Removals').length === 1);
  await laptop.stop();
  laptop = await Laptop.start(laptop.folder);
  await laptop.deploy(resources, { print });
  await eventually(() => told('Purges').some(({ pk }) => pk === 'key'));
  expect(told('Purges').at(-1)).toEqual({ eventName: 'REMOVE', pk: 'key', userIdentity: service });
  expect(told('Removals')).toHaveLength(1);
});

test('goes on when the engine was away', async () => {
  const said: unknown[] = [];
  const { error } = console;
  console.error = (line: unknown) => said.push(line);
  try {
    await laptop.deploy({ Table: table });
    const { pid } = JSON.parse(readFileSync(join(laptop.folder, 'engine.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await eventually(() => said.length > 0);
    const due = { N: String(nowSeconds()) };
    await eventually(() =>
      put('key', due).then(
        () => true,
        () => false,
      ),
    );
    await eventually(async () => !(await isThere('key')));
  } finally {
    console.error = error;
  }
});

test('stops the start where a stream could not tell which removals are by TTL', async () => {
  await expect(laptop.deploy({ ...resources, Table: tableResource('NEW_IMAGE') }, { print })).rejects.toThrow(
    'the stream of a table with TTL must show old images',
  );
});
