import { type Call, person, serveApi } from '../support/memory-api.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { aRole, aUser } from '../support/memory-records.ts';
import { expectBounded, Steps } from '../support/memory-steps.ts';
import { MemoryStores } from '../support/memory-stores.ts';

/** What DynamoDB would take for a page of 250 users: several times as long as it does. */
const pageMs = 40;
const size = 100_000;
const partSize = 250;
const admin = 'admin@example.com';
const clock = clockAt(noon);
const steps = new Steps(clock);

/** In the order of their names; one of fifty holds the rare role, and everybody the common one. */
const users = Array.from({ length: size }, (_, at) =>
  aUser({
    userId: `user-${String(at).padStart(6, '0')}@example.com`,
    roles: at % 50 === 0 ? ['common', 'rare'] : ['common'],
  }),
);
const places = new Map(users.map(({ userId }, at) => [userId, at]));

let api: Call;
beforeAll(() => {
  const memory = new MemoryStores(admin, []);
  for (const name of ['common', 'rare', 'idle']) memory.roles.set(name, aRole({ name }));
  const { stores } = memory;
  const lister: typeof stores.lister = {
    ...stores.lister,
    async *users(after) {
      for (let at = after === null ? 0 : (places.get(after) ?? size) + 1; at < size; at += partSize) {
        steps.spend(pageMs);
        const items = users.slice(at, at + partSize);
        yield { items, end: at + partSize >= size ? null : items.at(-1)!.userId };
      }
    },
  };
  api = serveApi({ ...stores, lister }, clock).as(person(admin));
});

test.each(['rare', 'idle'])(
  'the holders of a role that is %s: pages of two seconds, each once',
  async (name) => {
    const pages = await steps.take(api, 'listRoleHolders', { at: { name }, query: { limit: '100' } });
    expectBounded(pages);
    const found = pages.flatMap(({ body }) => body.map(({ userId }: { userId: string }) => userId));
    expect(found).toEqual(users.filter(({ roles }) => roles.includes(name)).map(({ userId }) => userId));
  },
);

test('a role that everybody holds: the first read is a page', async () => {
  const begunAt = clock.now();
  const answer = await api('listRoleHolders', { at: { name: 'common' }, query: { limit: '100' } });
  expect([answer.status, answer.body.length, clock.now() - begunAt]).toEqual([200, 100, pageMs]);
  expect(answer.headers['Link']).toContain('rel="next"');
});
