import { ApiClient } from './api-client.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { type SeededKey, seedKeyRecords } from './seeded-keys.ts';

type ApiKeyRecord = Record<string, string | null> & { id: string; name: string };

const count = 1_000;
/** Two of each word are made over HTTP; the records of the others are seeded. */
const overHttp = 20;
const dayMs = 86_400_000;
const words = ['alpha', 'Beta', 'gamma ray', 'δέλτα', 'Éclair', '木', '😀 smile', 'a', 'a!', 'A b'];

describe('listing a thousand keys', () => {
  let server: LatchkeyProcess;
  let admin: ApiClient;
  let made: ApiKeyRecord[];

  beforeAll(async () => {
    server = await LatchkeyProcess.start({ args: lastingArgs });
    admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
    const userId = server.bootstrap.adminUserId;
    const createdVia = (await admin.get('/me')).body.apiKey.id;
    const keys = Array.from({ length: count - 1 }, (_, at) => keyAt(at));
    await Promise.all(keys.slice(0, overHttp).map(create));
    await seedKeyRecords(
      server,
      keys.slice(overHttp).map((key) => ({ ...key, userId, createdBy: userId, createdVia })),
    );
    made = (await admin.list('/api-keys?limit=100')).items as ApiKeyRecord[];
  }, 120_000);

  afterAll(async () => {
    await server.stop();
    const places = findPlaintext(server);
    server.removeData();
    expect(places).toEqual([]);
  });

  function keyAt(at: number): SeededKey & { readonly name: string } {
    return {
      name: `${words[at % words.length]} ${at}`,
      description: at % 7 === 0 ? 'Nightly Import' : '',
      type: at % 3 === 0 ? 'admin' : 'end-user',
      expiresAt: at % 4 === 0 ? null : Date.now() + (1 + (at % 50)) * dayMs,
      pausedBy: at % 5 === 0 ? 'owner' : null,
    };
  }

  async function create({ name, description, type, expiresAt, pausedBy }: SeededKey): Promise<void> {
    const expiry = expiresAt ? new Date(expiresAt).toISOString() : null;
    const { status, body } = await admin.post('/api-keys', { name, description, type, expiresAt: expiry });
    expect(status).toBe(201);
    if (pausedBy) expect((await admin.post(`/api-keys/${body.id}/pause`)).status).toBe(200);
  }

  function expectPages(pages: readonly number[], limit: number): void {
    expect(pages.slice(0, -1).every((length) => length === limit)).toBe(true);
    expect(pages.at(-1)).toBeGreaterThan(0);
  }

  test('the default list has each key once, newest first', async () => {
    expect(new Set(made.map(({ id }) => id)).size).toBe(count);
    const { items, pages } = await admin.list('/api-keys');
    expectPages(pages, 25);
    expect(items).toEqual(made);
    const times = items.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual(times.toSorted((left, right) => right.localeCompare(left)));
  });

  const folded = ({ name }: ApiKeyRecord) => Buffer.from(name.normalize('NFKC').toLowerCase());
  const byName = (left: ApiKeyRecord, right: ApiKeyRecord) => Buffer.compare(folded(left), folded(right));
  const byExpiry = (sign: 1 | -1) => (left: ApiKeyRecord, right: ApiKeyRecord) => {
    const [one, other] = [left['expiresAt'], right['expiresAt']];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * String(one).localeCompare(String(other));
  };
  const byCreation = (left: ApiKeyRecord, right: ApiKeyRecord) =>
    String(left['createdAt']).localeCompare(String(right['createdAt']));

  test.each<[string, (left: ApiKeyRecord, right: ApiKeyRecord) => number]>([
    ['createdAt', byCreation],
    ['-createdAt', (left, right) => byCreation(right, left)],
    ['name', byName],
    ['-name', (left, right) => byName(right, left)],
    ['expiresAt', byExpiry(1)],
    ['-expiresAt', byExpiry(-1)],
  ])('sort=%s, for a manager and for one user', async (sort, compare) => {
    for (const path of [
      `/api-keys?sort=${sort}&limit=99`,
      `/api-keys?sort=${sort}&limit=100&userId=admin@example.com`,
    ]) {
      const { items, pages } = await admin.list(path);
      expectPages(pages, path.includes('limit=99') ? 99 : 100);
      const records = items as ApiKeyRecord[];
      expect(new Set(records.map(({ id }) => id)).size).toBe(count);
      const misplaced = records.filter(
        (record, at) => at > 0 && compare(records[at - 1] as ApiKeyRecord, record) > 0,
      );
      expect(misplaced).toEqual([]);
    }
  });

  test.each<[string, (record: ApiKeyRecord) => boolean]>([
    ['type=admin', ({ type }) => type === 'admin'],
    ['type=end-user', ({ type }) => type === 'end-user'],
    ['status=paused', ({ status }) => status === 'paused'],
    ['status=active', ({ status }) => status === 'active'],
    ['status=expired', () => false],
    ['search=NIGHTLY', ({ description }) => description === 'Nightly Import'],
    ['search=%C3%89CLAIR', ({ name }) => name.startsWith('Éclair')],
    ['search=admin@example', () => true],
    ['userId=admin@example.com', () => true],
    ['userId=nobody@example.com', () => false],
    ['createdVia=nobody', () => false],
    [
      'search=gamma&type=admin&status=active&sort=name',
      ({ name, type, status }) => name.startsWith('gamma') && type === 'admin' && status === 'active',
    ],
  ])('%s gives each matching key once, on full pages', async (query, matches) => {
    const expected = made.filter(matches).map(({ id }) => id);
    const limit = expected.length > 500 ? 100 : 30;
    const { items, pages } = await admin.list(`/api-keys?limit=${limit}&${query}`);
    expect(items).toHaveLength(expected.length);
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(expected));
    expect(pages.slice(0, -1).every((length) => length === limit)).toBe(true);
  });

  test('createdVia finds what a key minted', async () => {
    const { body } = await admin.get('/me');
    const { items } = await admin.list(`/api-keys?limit=100&createdVia=${body.apiKey.id}`);
    expect(items).toHaveLength(count - 1);
  });
});
