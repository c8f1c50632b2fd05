import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshallOptions } from '../../lambdas/store/client.ts';
import { DynamoDbProxy } from '../e2e/dynamodb-proxy.ts';
import { contention } from '../support/dynamodb-contention.ts';
import { type Engine, engineClient, startEngine } from '../support/engine.ts';
import { type Api, apiOver } from '../support/engine-handlers.ts';
import { contradictions } from '../support/engine-races.ts';
import { seedRoles, seedUsers } from '../support/engine-seed.ts';
import type { Answer } from '../support/memory-answers.ts';
import { captureLogLines } from '../support/memory-log.ts';

// Each call makes its own attempts, as in a container of its own: they meet in DynamoDB, and nowhere else.
const calls = 80;

let dynamoDb: DynamoDbProxy;
let engine: Engine;
let api: Api;
let client: DynamoDBClient;
beforeAll(async () => {
  dynamoDb = await DynamoDbProxy.start();
  engine = await startEngine(dynamoDb.url);
  // As many attempts as the client that is deployed, and no time-outs: answers are late here for want of processors.
  client = new DynamoDBClient({ ...engineClient, endpoint: engine.endpoint, maxAttempts: 3 });
  api = apiOver({ ...engine.tables, client: DynamoDBDocumentClient.from(client, { marshallOptions }) });
  await seedRoles(engine.tables, [
    { name: 'developer', scopes: ['database:*'], accessRights: {}, holders: 1 },
    { name: 'sought', scopes: ['database:read'], accessRights: {}, holders: 0 },
  ]);
});
afterAll(async () => {
  client?.destroy();
  await engine?.stop();
  await dynamoDb?.stop();
});
captureLogLines();

/** Expects each call to be made, or 503, and gives how many were made. */
async function amidContention(success: number, make: (at: number) => Promise<Answer>): Promise<number> {
  const fault = contention('many at once');
  dynamoDb.fault = fault;
  const answers = await Promise.all(Array.from({ length: calls }, (_, at) => make(at)));
  dynamoDb.fault = () => undefined;
  expect(fault.counts.conflicts).toBeGreaterThan(0);
  expect(fault.counts.throttled).toBeGreaterThan(0);
  const groups = Map.groupBy(answers, ({ status, body }) => `${status} ${body?.code ?? ''}`.trim());
  const tally = Object.fromEntries([...groups].map(([outcome, { length }]) => [outcome, length]));
  const { [success]: made = 0, '503 UNAVAILABLE': unavailable = 0, ...refused } = tally;
  expect(refused).toEqual({});
  expect(made + unavailable).toBe(calls);
  return made;
}

test('80 keys for one user are each minted or 503, never 409', async () => {
  const userId = 'busy@example.com';
  await seedUsers(engine.tables, [{ userId, roles: ['developer'], keyCount: 0 }]);
  const made = await amidContention(201, (at) =>
    api.call('createApiKey', { body: { name: `key ${at}`, userId, scopes: [], accessRights: {} } }),
  );
  expect((await engine.contents())[`USER#${userId} USER`]).toMatchObject({ keyCount: made });
  expect(await contradictions(engine)).toEqual([]);
}, 120_000);

test('80 assignments of one role are each made or 503, never 409', async () => {
  const people = Array.from({ length: calls }, (_, at) => `person-${at}@example.com`);
  await seedUsers(
    engine.tables,
    people.map((userId) => ({ userId, roles: [], keyCount: 0 })),
  );
  const made = await amidContention(200, (at) =>
    api.call('updateUser', { id: people[at]!, body: { roles: ['sought'] } }),
  );
  expect((await engine.contents())['ROLE#sought ROLE']).toMatchObject({ holders: made });
  expect(await contradictions(engine)).toEqual([]);
}, 120_000);
