import { randomUUID } from 'node:crypto';
import type { ApiClient, CallOptions } from '../e2e/api-client.ts';
import { type Attempt, attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';

/** Broken object level authorization: what belongs to somebody else is not there. */
export function objectsOfOthers(): void {
  let victim: ApiClient;
  /** The victim's key, and all of their things as they stood before. */
  let target: { readonly id: string; readonly key: string };
  let hook: { readonly id: string };
  let before: unknown;
  const aWebhook = {
    name: 'the victim’s',
    url: 'https://hooks.example.com/in',
    kind: 'https',
    events: ['*'],
    status: 'disabled',
  };
  const intruders = [
    'somebody else',
    'their key',
    'their end-user key',
    'a key that may read everything',
  ] as const;
  type Intruder = (typeof intruders)[number];
  let clients: Record<Intruder, ApiClient>;
  const idempotencyKey = randomUUID();

  beforeAll(async () => {
    victim = await bench.person('victim');
    const other = await bench.person('other');
    const auditor = await bench.person('auditor', 'users:read', 'roles:read', 'database:*');
    const asKey = async (by: ApiClient, fields: object) => by.as((await bench.mint(by, fields)).key);
    clients = {
      'somebody else': other,
      'their key': await asKey(other, { type: 'admin' }),
      'their end-user key': await asKey(other, {}),
      'a key that may read everything': await asKey(auditor, { type: 'admin' }),
    };
    const { status, body } = await victim.post(
      '/api-keys',
      { name: 'the victim’s', description: 'of nobody’s concern', metadata: { secret: 'plans' } },
      { headers: { 'Idempotency-Key': idempotencyKey } },
    );
    expect(status).toBe(201);
    target = body;
    const made = await victim.post('/webhooks', aWebhook);
    expect(made.status).toBe(201);
    hook = made.body;
    before = await belongings();
  }, 60_000);
  afterAll(async () => {
    const after = await belongings();
    expect(after).toEqual(before);
  });

  /** The victim's keys, what happened to them and who they are. */
  async function belongings(): Promise<unknown> {
    const { body: keys } = await victim.get('/api-keys');
    const { body: events } = await victim.get(`/audit-events?targetId=${target.id}`);
    const { body: me } = await victim.get('/me');
    const { body: webhooks } = await victim.get('/webhooks');
    return { keys, events, me, webhooks };
  }

  interface Call extends CallOptions {
    readonly method: string;
    /** `{id}` is the victim's key. */
    readonly path: string;
  }
  const get = (path: string): Call => ({ method: 'GET', path });
  const post = (path: string, body?: object): Call => ({ method: 'POST', path, ...(body && { body }) });
  const patch = (path: string, body: object): Call => ({ method: 'PATCH', path, body });
  const onTarget: Readonly<Record<string, Call>> = {
    reads: get('/api-keys/{id}'),
    renames: patch('/api-keys/{id}', { name: 'mine now' }),
    'takes over': patch('/api-keys/{id}', { metadata: { owner: 'mallory' } }),
    'narrows to nothing': patch('/api-keys/{id}', { scopes: [], accessRights: {} }),
    expires: patch('/api-keys/{id}', { expiresIn: '1s' }),
    'changes nothing of': patch('/api-keys/{id}', { description: 'of nobody’s concern' }),
    deletes: { method: 'DELETE', path: '/api-keys/{id}' },
    'deletes at any version': { method: 'DELETE', path: '/api-keys/{id}', headers: { 'If-Match': '*' } },
    pauses: post('/api-keys/{id}/pause'),
    resumes: post('/api-keys/{id}/resume'),
    rotates: post('/api-keys/{id}/rotate', { gracePeriod: '30d' }),
    'rotates with the owner’s Idempotency-Key': {
      ...post('/api-keys/{id}/rotate'),
      headers: { 'Idempotency-Key': idempotencyKey },
    },
    duplicates: post('/api-keys/{id}/duplicate', { name: 'a copy' }),
    tests: post('/api-keys/{id}/test', { scopes: ['database:read'] }),
    'foresees a change of': post('/api-keys/{id}/preview', { scopes: null }),
    'foresees no change of': post('/api-keys/{id}/preview', { description: 'of nobody’s concern' }),
    'reads the usage of': get('/api-keys/{id}/usage'),
    'counts the usage of': get('/api-keys/{id}/usage/summary'),
  };

  const onHook: Readonly<Record<string, Call>> = {
    'reads their webhook': get('/webhooks/{hook}'),
    'points their webhook elsewhere': patch('/webhooks/{hook}', { url: 'https://mallory.example.com/' }),
    'silences their webhook': patch('/webhooks/{hook}', { status: 'disabled' }),
    'changes nothing of their webhook': patch('/webhooks/{hook}', { name: 'the victim’s' }),
    'is shown a secret of their webhook': post('/webhooks/{hook}/rotate-secret'),
    'deletes their webhook': { method: 'DELETE', path: '/webhooks/{hook}' },
  };

  async function attempt(by: Intruder, { method, path, ...options }: Call): Promise<string> {
    return shownAs(
      await clients[by].call(method, path.replaceAll('{id}', target.id).replace('{hook}', hook.id), options),
    );
  }

  for (const intruder of intruders) {
    const answer = intruder === 'their end-user key' ? '403 END_USER_KEY' : '404 NOT_FOUND';
    attempts<Call>(
      `with the key of another: ${intruder}`,
      Object.entries({ ...onTarget, ...onHook }).map(([what, call]): Attempt<Call> => [what, call, answer]),
      (call) => attempt(intruder, call),
    );
  }

  const refused = '403 INSUFFICIENT_PERMISSIONS';
  attempts<Call>(
    'around the id',
    [
      ['in capitals', get('/api-keys/{ID}'), '404 NOT_FOUND'],
      ['a slash behind', get('/api-keys/{id}/'), '404 NOT_FOUND'],
      ['an encoded slash behind', get('/api-keys/{id}%2F'), '404 NOT_FOUND'],
      ['an encoded dot behind', get('/api-keys/{id}%2E'), '404 NOT_FOUND'],
      ['a space behind', get('/api-keys/{id}%20'), '404 NOT_FOUND'],
      ['NUL behind', get('/api-keys/{id}%00'), '404 NOT_FOUND'],
      ['a line break behind', get('/api-keys/{id}%0A'), '404 NOT_FOUND'],
      ['.json behind', get('/api-keys/{id}.json'), '404 NOT_FOUND'],
      ['a matrix parameter behind', get('/api-keys/{id};owner=me'), '404 NOT_FOUND'],
      ['braces around it', get('/api-keys/%7B{id}%7D'), '404 NOT_FOUND'],
      ['without hyphens', get('/api-keys/{plain}'), '404 NOT_FOUND'],
      ['as a URN', get('/api-keys/urn:uuid:{id}'), '404 NOT_FOUND'],
      ['with the table’s prefix', get('/api-keys/KEY%23{id}'), '404 NOT_FOUND'],
      ['two of them', get('/api-keys/{id},{id}'), '404 NOT_FOUND'],
      ['encoded twice', get('/api-keys/%2561{id}'), '404 NOT_FOUND'],
      ['a wildcard', get('/api-keys/*'), '404 NOT_FOUND'],
      ['a wildcard, encoded', get('/api-keys/%25'), '404 NOT_FOUND'],
      ['no id', get('/api-keys//usage'), '404 NOT_FOUND'],
      ['zero', get('/api-keys/0'), '404 NOT_FOUND'],
      ['the nil UUID', get('/api-keys/00000000-0000-0000-0000-000000000000'), '404 NOT_FOUND'],
      ['me', get('/api-keys/me'), '404 NOT_FOUND'],
      ['null', get('/api-keys/null'), '404 NOT_FOUND'],
      ['the user’s id', get('/api-keys/victim%40example.com'), '404 NOT_FOUND'],
      ['the name', get('/api-keys/the%20victim%E2%80%99s'), '404 NOT_FOUND'],
      ['the prefix of its secret', get('/api-keys/{prefix}'), '404 NOT_FOUND'],
      ['a path to another’s', get('/api-keys/x/../{id}'), '404 NOT_FOUND'],
      ['the id in the query, too', get('/api-keys/x?id={id}'), '400 INVALID'],
      ['the owner in the query', get('/api-keys/{id}?userId=victim@example.com'), '400 INVALID'],
      ['the owner in the body', patch('/api-keys/{id}', { userId: 'other@example.com' }), '400 INVALID'],
    ],
    ({ path, ...call }) =>
      attempt('somebody else', {
        ...call,
        path: path
          .replace('{ID}', target.id.toUpperCase())
          .replace('{plain}', target.id.replaceAll('-', ''))
          .replace('{prefix}', target.key.slice(0, 10)),
      }),
  );

  attempts<Call>(
    'without an id',
    [
      ['mints for them', post('/api-keys', { name: 'for them', userId: 'victim@example.com' }), refused],
      [
        'mints for them, in capitals',
        post('/api-keys', { name: 'for them', userId: 'VICTIM@example.com' }),
        refused,
      ],
      [
        'mints nothing at all for them',
        post('/api-keys', { name: 'for them', userId: 'victim@example.com', scopes: [], accessRights: {} }),
        refused,
      ],
      [
        'mints for nobody, to see who there is',
        post('/api-keys', { name: 'for them', userId: 'nobody@example.com' }),
        refused,
      ],
      [
        'foresees one for them',
        post('/api-keys/preview', { name: 'for them', userId: 'victim@example.com' }),
        refused,
      ],
      [
        'foresees one for nobody, to see who there is',
        post('/api-keys/preview', { name: 'for them', userId: 'nobody@example.com' }),
        refused,
      ],
      [
        'foresees one for them, under a name that is taken',
        post('/api-keys/preview', { name: 'the victim’s', userId: 'victim@example.com' }),
        refused,
      ],
      ['reads who shares their role', get('/roles/victim/holders'), refused],
      ['reads who is an administrator', get('/roles/admin/holders'), refused],
      ['reads the usage of all keys', get('/usage/summary'), refused],
      ['takes their name', post('/api-keys', { name: 'The VICTIM’s ' }), '409 NAME_TAKEN'],
      ['reads what happened to it', get('/audit-events?targetId={id}'), refused],
      ['reads what happened to them', get('/audit-events?targetId=victim%40example.com'), refused],
      ['reads what they did', get('/audit-events?actor=victim%40example.com'), refused],
      ['reads what happened to everything', get('/audit-events'), refused],
      ['reads who they are', get('/users/victim%40example.com'), refused],
      ['disables them', patch('/users/victim%40example.com', { status: 'disabled' }), refused],
      ['deletes them', { method: 'DELETE', path: '/users/victim%40example.com' }, refused],
      ['revokes their keys', post('/users/victim%40example.com/revoke-keys'), refused],
      ['verifies their secret', post('/verify', { key: 'lk_x' }), refused],
    ],
    (call) => attempt('somebody else', call),
  );

  const lists: readonly string[] = [
    'userId=victim@example.com',
    'userId=VICTIM@EXAMPLE.COM',
    'search=victim',
    'search=plans',
    'search={id}',
    'search={prefix}',
    'search=concern',
    'userId=victim@example.com&limit=100&sort=name',
    'createdVia={id}',
    'status=active&search=the+victim',
  ];
  attempts<string>(
    'their keys in a list',
    lists.map((query) => [query, query, '200 without the victim’s']),
    async (query) => {
      const filled = query.replace('{id}', target.id).replace('{prefix}', target.key.slice(0, 10));
      const { status, body } = await clients['somebody else'].get(`/api-keys?${filled}`);
      return `${status} ${JSON.stringify(body).includes('victim') ? 'with' : 'without'} the victim’s`;
    },
  );

  attempts<string>(
    'their webhooks in a list',
    ['', '?userId=victim@example.com', '?userId=VICTIM@example.com&limit=100'].map((query) => [
      query,
      query,
      '200 without the victim’s',
    ]),
    async (query) => {
      const { status, body } = await clients['somebody else'].get(`/webhooks${query}`);
      return `${status} ${JSON.stringify(body).includes('victim') ? 'with' : 'without'} the victim’s`;
    },
  );
  attempts<Call>(
    'a webhook that tells of others',
    [
      ['of all events', post('/webhooks', { ...aWebhook, scope: 'all' }), refused],
      ['of nothing yet', post('/webhooks', { ...aWebhook, scope: 'all', events: ['user.*'] }), refused],
      ['as another’s', post('/webhooks', { ...aWebhook, userId: 'victim@example.com' }), '400 INVALID'],
    ],
    (call) => attempt('somebody else', call),
  );
  attempts<Call>(
    'a webhook that outlives the key that makes it',
    [['by a key', post('/webhooks', aWebhook), refused]],
    (call) => attempt('their key', call),
  );

  attempts<string>(
    'their keys in a count',
    lists.filter((query) => !query.includes('sort=')).map((query) => [query, query, '200 that counts none']),
    async (query) => {
      const filled = query.replace('{id}', target.id).replace('{prefix}', target.key.slice(0, 10));
      const { status, body } = await clients['somebody else'].get(`/api-keys/counts?${filled}`);
      return `${status} that counts ${body.total === 0 ? 'none' : String(body.total)}`;
    },
  );

  test('an Idempotency-Key of another’s gives nothing of theirs', async () => {
    const answer = await clients['somebody else'].post(
      '/api-keys',
      { name: 'of my own' },
      { headers: { 'Idempotency-Key': idempotencyKey } },
    );
    expect([answer.status, answer.body.userId]).toEqual([201, 'other@example.com']);
    expect(answer.headers.get('idempotent-replayed')).toBeNull();
  });
}
