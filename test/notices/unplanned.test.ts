import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { sortTexts } from '../../lambdas/domain/keys/api-key-listing.ts';
import { dayMs } from '../../lambdas/domain/time.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon } from '../support/memory-ports.ts';
import { clockOver } from './clock.ts';
import { type NoticeBench, noticeBench, one, seven, thirty } from './notice-bench.ts';

captureLogLines();

let engine: Engine;
let bench: NoticeBench;
beforeAll(async () => {
  engine = await startEngine();
  bench = await noticeBench(engine);
});
beforeEach(() => bench.api.clock.set(noon));
afterAll(() => engine?.stop());

async function forget(id: string): Promise<void> {
  const { client, outbox: TableName } = engine.tables;
  for (const sk of await bench.slots(id))
    await client.send(new DeleteCommand({ TableName, Key: { pk: `NOTICES#${id}`, sk } }));
}
const planAt = async (now: number, notices?: string[]) => {
  bench.api.clock.set(now);
  await clockOver(engine.tables, bench.api.clock, notices).planNotices();
};

test('keys that none were planned for get their notices within a day, those that end soon, and nothing is given twice', async () => {
  const [soon, later, known] = [
    await bench.mint({ expiresIn: '31d' }),
    await bench.mint(),
    await bench.mint({ expiresIn: '31d' }),
  ];
  for (const { id } of [soon, later]) await forget(id);
  await planAt(noon);
  expect(await bench.slots(soon.id)).toEqual([thirty, seven, one, 'expired'].toSorted());
  expect(await bench.slots(later.id)).toEqual([]);
  await forget(soon.id);
  await planAt(noon + dayMs - 1);
  expect(await bench.slots(soon.id)).toEqual([]);
  await bench.turnAt(noon + dayMs);
  await planAt(noon + dayMs);
  // The thirty days have begun: it may have been announced.
  expect(await bench.slots(soon.id)).toEqual([seven, one, 'expired'].toSorted());
  expect(await bench.told(known.id)).toEqual([['api_key.expiring', 1, '30d']]);
  expect(await bench.slots(known.id)).toEqual([seven, one, 'expired'].toSorted());
  await planAt(noon + 59 * dayMs);
  expect(await bench.slots(later.id)).toEqual([thirty, seven, one, 'expired'].toSorted());
});

test('keys that were changed by code which plans none get those of their new expiry', async () => {
  const { id } = await bench.mint({ expiresIn: '40d' });
  const { client, registry: TableName } = engine.tables;
  const expiresAt = noon + 31 * dayMs;
  await client.send(
    new UpdateCommand({
      TableName,
      Key: { pk: `KEY#${id}`, sk: 'KEY' },
      UpdateExpression: 'SET expiresAt = :expiresAt, expirySort = :sort',
      ExpressionAttributeValues: {
        ':expiresAt': expiresAt,
        ':sort': sortTexts({ id, name: '', createdAt: 0, expiresAt }).expiresAt,
      },
    }),
  );
  await planAt(noon - 2 * dayMs, ['30d', '2d']);
  await planAt(noon);
  for (const days of [1, 24, 30, 31, 33, 39, 40]) await bench.turnAt(noon + days * dayMs);
  expect(await bench.told(id)).toEqual([
    ['api_key.expiring', 1, '30d'],
    ['api_key.expiring', 24, '7d'],
    ['api_key.expiring', 30, '1d'],
    ['api_key.expired', 31, null],
  ]);
});

test('keys are looked for at once where a span is new', async () => {
  const { id } = await bench.mint({ expiresIn: '40d' });
  await planAt(noon + 100 * dayMs);
  bench.api.clock.set(noon);
  await planAt(noon, ['40d', '14d', '1d']);
  expect(await bench.slots(id)).toContain(`expiring#${14 * dayMs}`);
  expect(await bench.slots(id)).not.toContain(`expiring#${40 * dayMs}`);
});
