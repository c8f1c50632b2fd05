import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { engineClient } from '../support/engine.ts';
import { ApiClient } from './api-client.ts';
import { DynamoDbProxy } from './dynamodb-proxy.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';

let dynamodb: DynamoDbProxy;
let server: LatchkeyProcess;
let admin: ApiClient;
let tables: DynamoDBDocumentClient;
let usage: string;

beforeAll(async () => {
  dynamodb = await DynamoDbProxy.start();
  server = await LatchkeyProcess.start({ args: lastingArgs, env: { DYNAMODB_ENDPOINT: dynamodb.url } });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  tables = DynamoDBDocumentClient.from(new DynamoDBClient({ ...engineClient, endpoint: dynamodb.url }));
  const { TableNames = [] } = await tables.send(new ListTablesCommand({}));
  usage = TableNames.find((name) => name.includes('Usage')) ?? '';
}, 60_000);
afterAll(async () => {
  tables?.destroy();
  await server?.stop();
  server?.removeData();
  await dynamodb?.stop();
});
afterEach(() => {
  dynamodb.fault = () => undefined;
});

const mint = async (): Promise<{ id: string; key: string }> =>
  (await admin.post('/api-keys', { name: `key ${crypto.randomUUID()}`, type: 'admin' })).body;
/** Waits until the item of a key's last use is as expected, and gives its attributes. */
async function attributesOf(id: string, holds: (attributes: string[]) => boolean): Promise<string[]> {
  for (const deadline = Date.now() + 20_000; ; await sleep(100)) {
    const Key = { pk: `USED#${id}`, sk: 'USED' };
    const { Item = {} } = await tables.send(new GetCommand({ TableName: usage, Key }));
    const attributes = Object.keys(Item).toSorted();
    if (holds(attributes) || Date.now() > deadline) return attributes;
  }
}

test('whoever answers a call tells its secret; each is noted, and with the key all of them are forgotten', async () => {
  const { id, key } = await mint();
  const { body: rotated } = await admin.post(`/api-keys/${id}/rotate`, { gracePeriod: '1h' });
  const [former, current] = [key.slice(0, 10), rotated.keyPrefix];
  expect((await admin.as(key).get('/me')).status).toBe(200);
  expect((await admin.post('/verify', { key })).body.valid).toBe(true);
  await admin.post(`/api-keys/${id}/pause`);
  expect((await admin.as(rotated.key).get('/me')).status).toBe(401);

  const noted = [
    'pk',
    'needsSince',
    'needsUntoldAt',
    `secret#${former}`,
    `secret#${current}`,
    'sk',
    'usedOn',
  ].toSorted();
  expect(await attributesOf(id, ({ length }) => length === noted.length)).toEqual(noted);
  // Whoever still presents the former secret is found by it.
  const { body: record } = await admin.get(`/api-keys/${id}`);
  const seen = { endsAt: rotated.rotationEndsAt, oldPrefix: former, oldLastSeenAt: expect.any(String) };
  expect(record.rotation).toEqual(seen);
  const { body: entries } = await admin.get(`/api-keys/${id}/usage?keyPrefix=${former}`);
  expect(entries.map(({ verified = false, code }: any) => [verified, code])).toEqual([
    [true, 'VALID'],
    [false, 'VALID'],
  ]);
  expect(entries[1]).toMatchObject({ keyPrefix: former, sourceIp: '127.0.0.1', path: '/v1/me' });
  const { body: refused } = await admin.get(
    `/api-keys/${id}/usage?code=API_KEY_PAUSED&api=%2F&path=%2Fv1%2F*`,
  );
  expect(refused).toMatchObject([{ keyPrefix: current, code: 'API_KEY_PAUSED' }]);
  const lines = readFileSync(join(server.dataFolder, 'logs/latchkey/functions.jsonl'), 'utf8').split('\n');
  const prefixes = lines
    .filter((line) => line.includes(`"apiKeyId":"${id}"`))
    .map((line) => /"keyPrefix":"([^"]*)"/.exec(line)?.[1]);
  expect(Object.fromEntries(Map.groupBy(prefixes, String))).toEqual({
    [former]: [former, former],
    [current]: [current],
  });

  expect((await admin.delete(`/api-keys/${id}`)).status).toBe(204);
  expect(await attributesOf(id, (attributes) => attributes.includes('ttl'))).toEqual(['pk', 'sk', 'ttl']);
}, 60_000);

test('a Usage table that refuses everything holds up no change: keys are paused, rotated and revoked', async () => {
  const { id, key } = await mint();
  const throttled = {
    status: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      message: 'The level of configured provisioned throughput for one or more indexes was exceeded',
    },
  };
  dynamodb.fault = (_, sent) => (sent.includes(`"${usage}"`) ? throttled : undefined);
  expect((await admin.as(key).get('/me')).status).toBe(200);
  const { body: rotated, status } = await admin.post(`/api-keys/${id}/rotate`);
  expect([status, rotated.lastUsedAt]).toEqual([200, null]);
  expect((await admin.as(key).get('/me')).body.code).toBe('API_KEY_INVALID');
  expect((await admin.patch(`/api-keys/${id}`, { description: 'x' })).status).toBe(200);
  expect((await admin.post(`/api-keys/${id}/pause`)).status).toBe(200);
  expect((await admin.as(rotated.key).get('/me')).body.code).toBe('API_KEY_PAUSED');
  expect((await admin.get(`/api-keys/${id}`)).body.code).toBe('UNAVAILABLE');
  expect((await admin.delete(`/api-keys/${id}`)).status).toBe(204);
  dynamodb.fault = () => undefined;
  // What was refused is made up for: the deletion is the last that is known of the key.
  expect(await attributesOf(id, (attributes) => attributes.includes('ttl'))).toEqual(['pk', 'sk', 'ttl']);
}, 60_000);
