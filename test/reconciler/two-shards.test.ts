import { setTimeout as sleep } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Tables } from '../../lambdas/store/client.ts';
import { userKey } from '../../lambdas/store/keys.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { answering } from '../support/engine-faults.ts';
import { addUser, chainOf, deliver, mintRich, outliveRetention, removeByTtl } from './reconciler-bench.ts';

let engine: Engine;
let api: Deployment;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
});
afterAll(() => engine?.stop());

/** Tables whose transactions hold their items for some milliseconds, and are refused what another holds. */
function holding<T extends Tables>(tables: T): { readonly tables: T; conflicts(): number } {
  const held = new Set<string>();
  let conflicts = 0;
  return {
    conflicts: () => conflicts,
    tables: answering(tables, async (command, proceed) => {
      if (!(command instanceof TransactWriteCommand)) return proceed();
      const keys = (command.input.TransactItems ?? []).map((item) => JSON.stringify(keyOf(item)));
      const reasons = keys.map((key) => ({ Code: held.has(key) ? 'TransactionConflict' : 'None' }));
      if (reasons.some(({ Code }) => Code !== 'None')) {
        conflicts += 1;
        throw new TransactionCanceledException({
          $metadata: {},
          message: 'cancelled',
          CancellationReasons: reasons,
        });
      }
      for (const key of keys) held.add(key);
      try {
        await sleep(5 + (conflicts % 16));
        return await proceed();
      } finally {
        for (const key of keys) held.delete(key);
      }
    }),
  };
}

function keyOf({ Put, Update, Delete, ConditionCheck }: Record<string, any>): unknown {
  const { TableName, Key, Item } = Put ?? Update ?? Delete ?? ConditionCheck;
  const { pk, sk } = Key ?? Item;
  return [TableName, pk, sk];
}

test('two shards purge keys of one user at once: none is lost, and their count comes out even', async () => {
  const userId = await addUser(api);
  const keys = [];
  for (let n = 0; n < 12; n += 1) keys.push(await mintRich(engine, api, userId));
  outliveRetention(api);
  const shards: DynamoDBRecord[][] = [[], []];
  for (const [n, { id }] of keys.entries()) shards[n % 2]!.push(await removeByTtl(engine, id));
  const held = holding(engine.tables);
  const purge = async (records: DynamoDBRecord[]) => {
    for (let left = records; left.length > 0; ) {
      const { batchItemFailures } = await deliver(held.tables, api, ...left);
      const failed = batchItemFailures[0]?.itemIdentifier;
      left =
        failed === undefined ? [] : left.slice(left.findIndex((r) => r.dynamodb?.SequenceNumber === failed));
    }
  };
  await Promise.all(shards.map(purge));
  expect(held.conflicts()).toBeGreaterThan(0);
  for (const { id } of keys) {
    const actions = (await chainOf(engine, id)).map(({ action }) => action);
    expect(actions.filter((action) => action === 'api_key.purged')).toHaveLength(1);
  }
  const { client, registry } = engine.tables;
  const { Item } = await client.send(new GetCommand({ TableName: registry, Key: userKey(userId) }));
  expect(Item?.['keyCount']).toBe(0);
});
