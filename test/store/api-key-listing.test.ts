import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { type ApiKeySort, sortFields, sortTexts } from '../../lambdas/domain/keys/api-key-listing.ts';
import { foldName } from '../../lambdas/domain/keys/name.ts';
import { createApiKeyLister } from '../../lambdas/store/api-key-listing.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { benchOf, removalOf } from '../support/engine-keys.ts';
import { seedUser } from '../support/engine-seed.ts';
import { noon } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});
afterEach(() => engine?.stop());

const sorts: ApiKeySort[] = sortFields.flatMap((field) =>
  [true, false].map((descending) => ({ field, descending })),
);
type Listing = { sort: ApiKeySort; owner?: string | null; after?: string | null };

async function list({ sort, owner = null, after = null }: Listing, now = noon): Promise<ApiKey[]> {
  const lister = createApiKeyLister(engine.tables, () => now);
  return (await Array.fromAsync(lister({ sort, owner, after, expected: 3 }))).flatMap(({ items }) => items);
}
const byText = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** The order of the contract, said plainly: by value, ties by id; keys without expiry last both ways. */
function inOrder(keys: readonly ApiKey[], { field, descending }: ApiKeySort): ApiKey[] {
  const direction = descending ? -1 : 1;
  const valueOf = (key: ApiKey) => (field === 'name' ? foldName(key.name) : String(key[field]).padStart(20));
  return keys.toSorted((left, right) => {
    if (field === 'expiresAt') {
      const [a, b] = [left.expiresAt === null, right.expiresAt === null];
      if (a !== b) return a ? 1 : -1;
      if (a) return byText(left.id, right.id);
    }
    return direction * (byText(valueOf(left), valueOf(right)) || byText(left.id, right.id));
  });
}

const randomKeys = fc.array(
  fc.record({
    name: fc
      .constantFrom('a', 'B', 'b', 'a!', '😀', 'ä')
      .map((start) => `${start} ${randomUUID().slice(0, 4)}`),
    userId: fc.constantFrom('ada@example.com', 'bob@example.com'),
    expiresAt: fc.option(fc.integer({ min: noon + 1, max: noon + 3 })),
  }),
  { minLength: 5, maxLength: 15 },
);

test('in every sort, for all and for one user, the list is the model’s, from any place on', async () => {
  const { add } = benchOf(engine);
  const known: ApiKey[] = [];
  for (const userId of ['ada@example.com', 'bob@example.com']) {
    await seedUser(engine.tables, { userId });
  }
  await fc.assert(
    fc.asyncProperty(randomKeys, fc.nat(), async (keys, random) => {
      const names = new Set(known.map((key) => foldName(key.name)));
      for (const fields of keys.filter(({ name }) => !names.has(foldName(name)))) {
        known.push(await add({ ...fields, name: `${fields.name}${known.length}` }));
      }
      for (const sort of sorts) {
        for (const owner of [null, 'ada@example.com', 'nobody@example.com']) {
          const model = inOrder(known, sort).filter(({ userId }) => owner === null || userId === owner);
          expect(await list({ sort, owner })).toEqual(model);
          const place = model[random % Math.max(1, model.length)];
          if (place === undefined) continue;
          const rest = await list({ sort, owner, after: sortTexts(place)[sort.field] });
          expect(rest).toEqual(model.slice(model.indexOf(place) + 1));
        }
      }
    }),
    { numRuns: 4 },
  );
  expect(known.length).toBeGreaterThan(15);
});

test('a list goes on behind a key that is there no more', async () => {
  const { add, store } = benchOf(engine);
  const keys = inOrder([await add(), await add(), await add()], { field: 'name', descending: false });
  await store.remove([removalOf(keys[1]!)]);
  const after = sortTexts(keys[1]!).name;
  expect(await list({ sort: { field: 'name', descending: false }, after })).toEqual([keys[2]]);
  expect(await list({ sort: { field: 'name', descending: true }, after })).toEqual([keys[0]]);
});

test('keys past their ttl are not listed, though DynamoDB still has them', async () => {
  const { add } = benchOf(engine);
  const expired = await add({ expiresAt: noon });
  const kept = await add({ userId: expired.userId, expiresAt: null });
  const gone = Math.ceil(noon / 1_000) * 1_000 + settings.retentionDays * 86_400_000;
  for (const sort of sorts) {
    for (const owner of [null, expired.userId]) {
      expect(await list({ sort, owner }, gone - 1)).toHaveLength(2);
      expect(await list({ sort, owner }, gone)).toEqual([kept]);
    }
  }
});

test('a list of many pages gives each key once, and reads no page before it is asked for', async () => {
  const { add } = benchOf(engine);
  const first = await add();
  const { userId } = first;
  const rest = await Promise.all(Array.from({ length: 259 }, () => add({ userId })));
  const model = inOrder([first, ...rest], { field: 'name', descending: true });
  const pages: ApiKey[][] = [];
  let queries = 0;
  const client = {
    send: (command: never) => {
      queries += 1;
      return engine.tables.client.send(command);
    },
  };
  const tables = { ...engine.tables, client: client as unknown as typeof engine.tables.client };
  const lister = createApiKeyLister(tables, () => noon);
  for await (const { items } of lister({
    sort: { field: 'name', descending: true },
    owner: null,
    after: null,
    expected: 26,
  })) {
    pages.push([...items]);
    expect(queries).toBe(pages.length);
  }
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flat()).toEqual(model);
});
