import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { marshallOptions } from '../../lambdas/store/client.ts';
import { userKey } from '../../lambdas/store/keys.ts';
import { DynamoDbProxy } from '../e2e/dynamodb-proxy.ts';
import { contention } from '../support/dynamodb-contention.ts';
import { type Engine, engineClient, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { addUser, chainOf, deliver, mintRich, outliveRetention, removeByTtl } from './reconciler-bench.ts';

let dynamoDb: DynamoDbProxy;
let engine: Engine;
let client: DynamoDBClient;
let api: Deployment;
beforeAll(async () => {
  dynamoDb = await DynamoDbProxy.start();
  engine = await startEngine(dynamoDb.url);
  // As many attempts as the client that is deployed.
  client = new DynamoDBClient({ ...engineClient, endpoint: engine.endpoint, maxAttempts: 3 });
  api = await deploy(engine);
});
afterAll(async () => {
  client?.destroy();
  await engine?.stop();
  await dynamoDb?.stop();
});

test('two shards purge keys of one user at once: none is lost, and their count comes out even', async () => {
  const userId = await addUser(api);
  const keys = [];
  for (let n = 0; n < 12; n += 1) keys.push(await mintRich(engine, api, userId));
  outliveRetention(api);
  const shards: DynamoDBRecord[][] = [[], []];
  for (const [n, { id }] of keys.entries()) shards[n % 2]!.push(await removeByTtl(engine, id));
  const tables = { ...engine.tables, client: DynamoDBDocumentClient.from(client, { marshallOptions }) };
  const purge = async (records: DynamoDBRecord[]) => {
    for (let left = records; left.length > 0; ) {
      const { batchItemFailures } = await deliver(tables, api, ...left);
      const failed = batchItemFailures[0]?.itemIdentifier;
      left =
        failed === undefined ? [] : left.slice(left.findIndex((r) => r.dynamodb?.SequenceNumber === failed));
    }
  };
  const fault = contention('two shards');
  dynamoDb.fault = fault;
  await Promise.all(shards.map(purge));
  dynamoDb.fault = () => undefined;
  expect(fault.counts.conflicts).toBeGreaterThan(0);
  for (const { id } of keys) {
    const actions = (await chainOf(engine, id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'api_key.purged')).toHaveLength(1);
  }
  const { Item } = await engine.tables.client.send(
    new GetCommand({ TableName: engine.tables.registry, Key: userKey(userId) }),
  );
  expect(Item?.['keyCount']).toBe(0);
});
