import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { lastUseKey } from '../../lambdas/contract/last-use-item.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import { createUsageChunkWriter } from '../../lambdas/store/usage-chunks.ts';
import { fillUsage } from '../../scripts/restore/write/fill-usage.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { benchOf } from '../support/engine-keys.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { itemsOf } from './table-pairs.ts';

let copy: Engine;
let live: Engine;
beforeAll(async () => {
  copy = await startEngine();
  live = await startEngine(copy.endpoint);
});
afterAll(async () => {
  await live?.stop();
  await copy?.stop();
});

const progress = { show: () => {}, end: () => {} };
const use = ({ tables }: Engine, apiKeyId: ApiKeyId, usedAtMs: number) =>
  createUseNoter(tables)({ apiKeyId, keyPrefix: 'lk_aB3dE5g', usedAtMs });
const fill = (isApplied: boolean, planned: string[] = []) =>
  fillUsage(
    copy.tables.client,
    { copy: copy.tables.usage, live: live.tables.usage, registry: live.tables.registry },
    { planned: new Set(planned), now: noon, isApplied, progress },
  );

test('usage comes back, and last uses of the keys that are there or come back: of no key that has ended', async () => {
  const { add } = benchOf(live);
  const [alive, newer] = [(await add()).id, (await add()).id];
  const planned = apiKeyIdOf('eeeeeeee-0000-4000-a000-000000000000');
  const ended = apiKeyIdOf('ffffffff-0000-4000-a000-000000000000');
  for (const id of [alive, newer, planned, ended]) await use(copy, id, noon);
  await use(live, newer, noon + 120_000);
  const lines = { success: ['0123456789abcdef'], denied: [], error: [] };
  const counts = { success: 1, denied: 0, error: 0 };
  const chunk = { day: '2027-06-15', counts, lines, repeats: {}, entries: [] };
  const putChunk = createUsageChunkWriter(copy.tables, settings);
  for (const id of [alive, ended]) await putChunk({ ...chunk, apiKeyId: id, name: 'a' });
  const outdated = { pk: `${alive}#2020-01-01`, sk: 'a', ttl: 1 };
  await copy.tables.client.send(new PutCommand({ TableName: copy.tables.usage, Item: outdated }));

  expect(await fill(false, [planned])).toBe(4);
  expect(await itemsOf(live.tables, live.tables.usage)).toHaveLength(1);
  expect(await fill(true, [planned])).toBe(4);
  const items = await itemsOf(live.tables, live.tables.usage);
  expect(items).toHaveLength(5);
  expect(new Set(items.map(({ pk }) => pk))).toEqual(
    new Set([
      `${alive}#2027-06-15`,
      `${ended}#2027-06-15`,
      ...[alive, newer, planned].map((id) => lastUseKey(id).pk),
    ]),
  );
  expect(items.find(({ pk }) => pk === lastUseKey(newer).pk)).toMatchObject({
    'secret#lk_aB3dE5g': noon + 120_000,
  });
  expect(await fill(true, [planned])).toBe(0);
});
