import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { sortTexts } from '../../lambdas/domain/keys/api-key-listing.ts';
import type { KeyNeeds } from '../../lambdas/domain/usage/key-needs.ts';
import { dayMs } from '../../lambdas/domain/time.ts';
import { aUser, mintKey } from '../support/memory-records.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { type Call, person, serveApi } from '../support/memory-api.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { expectBounded, Steps } from '../support/memory-steps.ts';
import { MemoryStores } from '../support/memory-stores.ts';

/**
 * What DynamoDB would take for a page of 500 records, half a megabyte, and for a batch of 100 small items: several times
 * as long as it does.
 */
const [pageMs, batchMs] = [60, 15];
const size = 100_000;
const partSize = 500;
const clock = clockAt(noon);
const admin = 'admin@example.com';

/** Of a key with `database:read` and the rights of its user: one of fifty is watched, and one of two of these needed nothing. */
function needsAt(at: number): KeyNeeds | null {
  if (at % 50 !== 0) return null;
  return { sinceMs: noon - 40 * dayMs, scopes: at % 100 === 0 ? [] : ['database:read'], accessRights: {} };
}

/** Newest first; one of a hundred was never used, one of fifty is to be found by its user's role. */
const { key: template } = mintKey();
const keys = Array.from({ length: size }, (_, at): ApiKey => {
  const id = apiKeyIdOf(`${at.toString(16).padStart(8, '0')}-0000-4000-a000-000000000000`);
  const userId = at % 50 === 0 ? 'rare@example.com' : `user-${at % 5_000}@example.com`;
  const times = { createdAt: noon - dayMs * 91 - at, expiresAt: null };
  return { ...template, ...times, id, userId, name: `key ${at}`, description: '' };
});
const neverUsed = keys.filter((_, at) => at % 100 === 99);
const unused = new Set(neverUsed.map(({ id }) => id));
const places = new Map(keys.map((key, at) => [sortTexts(key).createdAt, at]));

let api: Call;
const steps = new Steps(clock);
const spend = (ms: number) => steps.spend(ms);

beforeAll(() => {
  const { stores } = new MemoryStores(admin, []);
  const served = serveApi(
    {
      ...stores,
      async *listKeys({ after }) {
        for (let at = after === null ? 0 : (places.get(after) ?? size) + 1; at < size; at += partSize) {
          spend(pageMs);
          const items = keys.slice(at, at + partSize);
          const isLast = at + partSize >= size;
          yield { items, end: isLast ? null : sortTexts(items.at(-1)!).createdAt };
        }
      },
      async readLastUses(ids) {
        expect(ids.length).toBeLessThanOrEqual(100);
        spend(batchMs);
        return new Map(
          ids
            .filter((id) => !unused.has(id))
            .map((id) => [
              id,
              {
                usedAtMs: noon - dayMs,
                byPrefix: new Map(),
                needs: needsAt(Number.parseInt(id.slice(0, 8), 16)),
              },
            ]),
        );
      },
      holders: {
        async users(ids) {
          for (let at = 0; at < ids.length; at += 100) spend(batchMs);
          return ids.map((userId) =>
            aUser({ userId, roles: userId === 'rare@example.com' ? ['rare'] : ['common'] }),
          );
        },
        roles: async () => [],
      },
    },
    clock,
  );
  api = served.as(person(admin));
});

test('are counted in steps of two seconds, each of which says what there was so far', async () => {
  const askedAt = clock.now();
  const counted = await steps.take(api, 'countApiKeys', { query: {} });
  expectBounded(counted);
  const totals = counted.map(({ body }) => body.total);
  expect(totals).toEqual(totals.toSorted((left, right) => left - right));
  expect(counted.map(({ body }) => Date.parse(body.asOf))).toEqual(counted.map(() => askedAt));
  expect(counted.at(-1)?.body).toMatchObject({
    total: size,
    byStatus: { active: size, paused: 0, expired: 0 },
    unused: neverUsed.length,
    unrotated: size,
    neverExpiring: size,
    broad: size / 100,
  });
});

test.each([
  ['use', { usedBefore: new Date(noon - 30 * dayMs).toISOString().slice(0, 10) }, neverUsed.length],
  ['role=rare', { role: 'rare' }, size / 50],
  ['role and use', { role: 'rare', neverUsed: 'true' }, 0],
  ['use and limits', { broad: 'true' }, size / 100],
  ['search', { search: 'key 99999' }, 1],
])('are filtered by %s: every page within two seconds, and each key once', async (_, query, expected) => {
  const pages = await steps.take(api, 'listApiKeys', { query: { ...query, limit: '100' } });
  expectBounded(pages);
  const found = pages.flatMap(({ body }) => body.map(({ id }: { id: string }) => id));
  expect([found.length, new Set(found).size]).toEqual([expected, expected]);
});
