import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { lastUseIndex, lastUseKey } from '../../lambdas/contract/last-use-item.ts';
import { systemRandom } from '../../lambdas/functions/system.ts';
import type { Tables, UsageTable } from '../../lambdas/store/client.ts';
import { createUseForgetter } from '../../lambdas/store/last-use-forgetter.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import { createLastUseReader } from '../../lambdas/store/last-use-reader.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { answering } from '../support/engine-faults.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';
import { keyPrefix } from './usage-lines.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const otherPrefix = 'lk_zZ9yY8x';
let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine?.stop());

const freshId = () => systemRandom.uuid() as ApiKeyId;
/** With the memory of a new container. */
const noter = (tables: UsageTable = engine.tables) => createUseNoter(tables);
const useOf = (apiKeyId: ApiKeyId, usedAtMs: number, prefix: string | null = keyPrefix) => ({
  apiKeyId,
  keyPrefix: prefix,
  usedAtMs,
});
const itemOf = async (id: ApiKeyId) =>
  (await engine.tables.client.send(new GetCommand({ TableName: engine.tables.usage, Key: lastUseKey(id) })))
    .Item;
const lastUsed = async (id: ApiKeyId, tables: UsageTable = engine.tables) =>
  (await createLastUseReader(tables, { clock: clockAt(noon), random: systemRandom })([id])).get(id)?.usedAtMs;

/** The tables, and how many updates went to them. */
function counted(): { tables: Tables & UsageTable; writes: () => number } {
  let writes = 0;
  const tables = answering(engine.tables, (command, proceed) => {
    if (command instanceof UpdateCommand) writes += 1;
    return proceed();
  });
  return { tables, writes: () => writes };
}

test('the first use makes an item, which no ttl ever removes', async () => {
  const id = freshId();
  expect(await lastUsed(id)).toBeUndefined();
  await noter()(useOf(id, noon));
  expect(await itemOf(id)).toEqual({
    ...lastUseKey(id),
    usedOn: `2027-06-15#${id.slice(0, 1)}`,
    [`secret#${keyPrefix}`]: noon,
  });
  expect(await lastUsed(id)).toBe(noon);
});

test.each([
  ['a minute later', minuteMs, minuteMs],
  ['less than a minute later', minuteMs - 1, 0],
  ['earlier', -minuteMs, 0],
  ['a day earlier', -dayMs, 0],
  ['a day later', dayMs, dayMs],
])('another container, %s', async (_, offset, expected) => {
  const id = freshId();
  await noter()(useOf(id, noon));
  await noter()(useOf(id, noon + offset));
  expect(await lastUsed(id)).toBe(noon + expected);
});

test('many containers at once, in any order, end with the latest', async () => {
  const id = freshId();
  const times = Array.from({ length: 40 }, (_, at) => noon + ((at * 17) % 40) * minuteMs);
  await Promise.all(
    times.map((usedAtMs, at) => noter()(useOf(id, usedAtMs, at % 2 === 0 ? keyPrefix : otherPrefix))),
  );
  expect(await lastUsed(id)).toBe(Math.max(...times));
  expect((await itemOf(id))?.['usedOn']).toBe(`2027-06-15#${id.slice(0, 1)}`);
});

test('one container writes at most once for a minute', async () => {
  const id = freshId();
  const { tables, writes } = counted();
  const note = noter(tables);
  for (let at = 0; at <= 120; at += 1) await note(useOf(id, noon + at * 1_000));
  expect([await lastUsed(id), writes()]).toEqual([noon + 2 * minuteMs, 3]);
});

test('a container learns what another has noted, and writes a minute after that', async () => {
  const id = freshId();
  await noter()(useOf(id, noon));
  const { tables, writes } = counted();
  const note = noter(tables);
  for (const offset of [30_000, 59_999, 60_000]) await note(useOf(id, noon + offset));
  expect([await lastUsed(id), writes()]).toEqual([noon + minuteMs, 2]);
});

describe('of two secrets', () => {
  test('each has its time, and the key has the later one', async () => {
    const id = freshId();
    const note = noter();
    await note(useOf(id, noon, otherPrefix));
    await note(useOf(id, noon + 5_000));
    await note(useOf(id, noon + 2 * minuteMs, otherPrefix));
    expect(await itemOf(id)).toMatchObject({
      [`secret#${otherPrefix}`]: noon + 2 * minuteMs,
      [`secret#${keyPrefix}`]: noon + 5_000,
    });
    expect(await lastUsed(id)).toBe(noon + 2 * minuteMs);
  });

  test('the one that comes late is noted, and the key stays listed under the later day', async () => {
    const id = freshId();
    await noter()(useOf(id, noon + dayMs));
    await noter()(useOf(id, noon, otherPrefix));
    expect(await itemOf(id)).toEqual({
      ...lastUseKey(id),
      usedOn: `2027-06-16#${id.slice(0, 1)}`,
      [`secret#${keyPrefix}`]: noon + dayMs,
      [`secret#${otherPrefix}`]: noon,
    });
  });

  test('one that lines from before do not name counts as well', async () => {
    const id = freshId();
    await noter()(useOf(id, noon, null));
    expect([await lastUsed(id), await itemOf(id)]).toMatchObject([noon, { 'secret#': noon }]);
  });
});

test('of a key that is rotated for ever the item stays small, and keeps the secrets used last', async () => {
  const id = freshId();
  const note = noter();
  const prefixOf = (rotation: number) => `lk_${String(rotation).padStart(7, '0')}`;
  const sizes: number[] = [];
  for (let rotation = 0; rotation < 60; rotation += 1) {
    // The former secret is used on beside the new one.
    for (const used of [rotation, Math.max(0, rotation - 1)]) {
      await note(useOf(id, noon + rotation * 10 * minuteMs + used, prefixOf(used)));
    }
    const item = (await itemOf(id))!;
    sizes.push(Object.keys(item).length);
    expect(item).toHaveProperty(`secret#${prefixOf(rotation)}`);
    expect(item).toHaveProperty(`secret#${prefixOf(Math.max(0, rotation - 1))}`);
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3 + 12);
  expect(sizes.at(-1)).toBeGreaterThanOrEqual(3 + 4);
});

describe('the index', () => {
  const listed = async (usedOn: string) => {
    const { Items = [] } = await engine.tables.client.send(
      new QueryCommand({
        TableName: engine.tables.usage,
        IndexName: lastUseIndex.name,
        KeyConditionExpression: 'usedOn = :usedOn',
        ExpressionAttributeValues: { ':usedOn': usedOn },
      }),
    );
    return Items;
  };

  test('lists a key once, under the day of its last use, with nothing that a later use of the day changes', async () => {
    const id = freshId();
    const shard = id.slice(0, 1);
    const day = (n: number) => `2031-01-0${n}#${shard}`;
    const start = Date.parse('2031-01-01T00:00:00.000Z');
    const note = noter();
    await note(useOf(id, start));
    const entry = { ...lastUseKey(id), usedOn: day(1) };
    expect(await listed(day(1))).toEqual([entry]);
    await note(useOf(id, start + dayMs - 1));
    expect(await listed(day(1))).toEqual([entry]);
    await note(useOf(id, start + dayMs + minuteMs));
    expect([await listed(day(1)), await listed(day(2))]).toEqual([[], [{ ...entry, usedOn: day(2) }]]);
  });

  test('spreads the keys of a day over 16 partitions', async () => {
    const ids = Array.from({ length: 400 }, freshId);
    const shards = new Set(ids.map((id) => id.slice(0, 1)));
    expect([...shards].toSorted().join('')).toBe('0123456789abcdef');
  });
});

describe('of a key that has ended', () => {
  const forget = (id: ApiKeyId) => createUseForgetter(engine.tables, settings, () => noon)(id);
  const mark = (id: ApiKeyId) => ({
    ...lastUseKey(id),
    // Kept until no line of its calls can be delivered any more: usage is, for 90 days.
    ttl: Math.ceil((noon + 93 * dayMs) / 1_000),
  });

  test.each([
    ['was used', true],
    ['never was', false],
  ])('and %s, a mark is left for a while, whatever is delivered late', async (_, wasUsed) => {
    const id = freshId();
    const warm = noter();
    if (wasUsed) await warm(useOf(id, noon));
    await forget(id);
    expect([await itemOf(id), await lastUsed(id)]).toEqual([mark(id), undefined]);
    for (const note of [warm, noter()]) {
      await note(useOf(id, noon + 3 * minuteMs));
      await note(useOf(id, noon + dayMs, otherPrefix));
    }
    expect(await itemOf(id)).toEqual(mark(id));
  });

  test('the same is left where it is forgotten again, and by a container that meets it at once', async () => {
    const id = freshId();
    await Promise.all([noter()(useOf(id, noon)), forget(id), noter()(useOf(id, noon + dayMs)), forget(id)]);
    await forget(id);
    expect(await itemOf(id)).toEqual(mark(id));
  });

  test('a container asks once in a minute, not for every delivery', async () => {
    const id = freshId();
    await forget(id);
    const { tables, writes } = counted();
    const note = noter(tables);
    for (let at = 0; at < 30; at += 1) await note(useOf(id, noon + at * 1_000));
    expect(writes()).toBe(1);
  });
});

describe('reading', () => {
  const readerOver = (tables: UsageTable) =>
    createLastUseReader(tables, { clock: clockAt(noon), random: systemRandom });

  test('a page of keys takes one request, and asks for what DynamoDB has left out until it is there', async () => {
    const ids = Array.from({ length: 100 }, freshId);
    const note = noter();
    await Promise.all(ids.slice(0, 60).map((id, at) => note(useOf(id, noon + at))));
    const asked: number[] = [];
    const stingy = answering(engine.tables, async (command, proceed) => {
      const { RequestItems } = command.input as { RequestItems: Record<string, { Keys: object[] }> };
      const { Keys } = RequestItems[engine.tables.usage]!;
      asked.push(Keys.length);
      if (Keys.length <= 30) return proceed();
      const { client, usage } = engine.tables;
      const [now, later] = [Keys.slice(0, 30), Keys.slice(30)];
      const answer = await Promise.all(
        now.map((Key) => client.send(new GetCommand({ TableName: usage, Key: Key as { pk: string } }))),
      );
      const Responses = { [usage]: answer.flatMap(({ Item }) => (Item === undefined ? [] : [Item])) };
      return { Responses, UnprocessedKeys: { [usage]: { Keys: later } } };
    });
    const read = await readerOver(stingy)(ids);
    const useAt = (usedAtMs: number) => ({
      usedAtMs,
      byPrefix: new Map([[keyPrefix, usedAtMs]]),
      needs: null,
    });
    expect(read).toEqual(new Map(ids.slice(0, 60).map((id, at) => [id, useAt(noon + at)])));
    expect(asked).toEqual([100, 70, 40, 10]);
    expect(await readerOver(engine.tables)(ids)).toEqual(read);
  });

  test('nothing is asked for no key', async () => {
    const silent = answering(engine.tables, () => Promise.reject(new Error('asked')));
    expect(await readerOver(silent)([])).toEqual(new Map());
  });

  test('what never comes is 503', async () => {
    const id = freshId();
    const UnprocessedKeys = { [engine.tables.usage]: { Keys: [lastUseKey(id)] } };
    const mute = answering(engine.tables, async () => ({ Responses: {}, UnprocessedKeys }));
    await expect(lastUsed(id, mute)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('ends with its signal', async () => {
    const read = readerOver(engine.tables)([freshId()], AbortSignal.abort());
    await expect(read).rejects.toMatchObject({ name: 'AbortError' });
  });
});
