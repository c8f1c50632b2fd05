import { inspect } from 'node:util';
import fc from 'fast-check';
import * as client from '../../clients/typescript/src/index.ts';
import { problems } from '../../lambdas/contract/codes.ts';
import {
  badGateway,
  type Behaviour,
  cut,
  garbage,
  HostileServer,
  hang,
  json,
  problem,
  reset,
  stall,
} from './hostile-server.ts';

const { SecretLost, ConnectionError, TimeoutError, UnexpectedAnswerError, ProblemError, LatchkeyError } =
  client;
const server = new HostileServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const secret = `lk_${'S'.repeat(49)}`;
const record = { id: 'key-1', name: 'CI', rotationEndsAt: null };
const minted = json(201, { ...record, key: secret });
const replayed = json(201, { ...record, key: null }, { 'Idempotent-Replayed': 'true' });
const intents = () => new Set(server.received.map(({ headers }) => headers['idempotency-key']));

/** What a call ends with, whether that is an answer or an error. */
const endOf = (call: Promise<unknown>): Promise<any> => call.catch((error: unknown) => error);

const troubles: Record<string, [behaviour: Behaviour, error: unknown]> = {
  'a reset': [reset, ConnectionError],
  'no answer': [hang, TimeoutError],
  'half an answer': [stall, TimeoutError],
  'an answer cut off': [cut, ConnectionError],
  'another page': [garbage, UnexpectedAnswerError],
  'a bad gateway': [badGateway, UnexpectedAnswerError],
  'an outage': [problem(503, 'UNAVAILABLE'), client.UnavailableError],
  'a limit': [problem(429, 'RATE_LIMITED'), client.RateLimitedError],
};

describe.each(Object.entries(troubles))('%s', (_, [trouble, expected]) => {
  // Only what does not end by itself is waited for to its end; a busy machine takes its time with the rest.
  const settings = { timeoutMs: expected === TimeoutError ? 600 : 20_000 };

  test('is got over by a read', async () => {
    server.will(trouble, json(200, { id: 'key-1' }));
    expect(await server.client(settings).keys.get('key-1')).toEqual({ id: 'key-1' });
    expect(server.received).toHaveLength(2);
  });

  test('that lasts ends a read with its error, after as many attempts as were asked for', async () => {
    server.will(trouble);
    const error = await endOf(server.client({ ...settings, retries: 2 }).keys.get('key-1'));
    expect(error).toBeInstanceOf(expected);
    expect([server.received.length, error.mayHaveHappened]).toEqual([3, false]);
  });

  test('is got over by a create, under one Idempotency-Key', async () => {
    server.will(trouble, minted);
    expect(await server.client(settings).keys.create({ name: 'CI' })).toMatchObject({ key: secret });
    expect([server.received.length, intents().size]).toEqual([2, 1]);
  });

  test.each([
    ['a change', (api: client.Latchkey) => api.keys.update('key-1', { name: 'CI' }, { ifMatch: '"1"' })],
    ['a deletion', (api: client.Latchkey) => api.users.delete('ann@example.com')],
    ['a verification', (api: client.Latchkey) => api.verify({ key: secret })],
  ])('is told to %s, which is not made twice', async (_, change) => {
    server.will(trouble, json(200, {}));
    const error = await endOf(change(server.client(settings)));
    expect(error).toBeInstanceOf(expected);
    expect(server.received).toHaveLength(1);
    // Over the limit nothing was done; of all else nobody knows.
    expect(error.mayHaveHappened).toBe(!(error instanceof client.RateLimitedError));
  });
});

describe('a secret that was lost on the way', () => {
  test('is said to be lost, with the id of its key', async () => {
    server.will(cut, replayed);
    const error = await endOf(server.client().keys.create({ name: 'CI' }));
    expect(error).toBeInstanceOf(SecretLost);
    expect(error).toMatchObject({ name: 'SecretLost', id: 'key-1', mayHaveHappened: true });
  });

  test('is replaced where that is wanted: by a rotation, which is an intent of its own', async () => {
    server.will(cut, replayed, json(200, { ...record, key: secret }));
    const key = await server.client({ onLostSecret: 'rotate' }).keys.create({ name: 'CI' });
    expect(key.key).toBe(secret);
    expect(server.received.map(({ url }) => url)).toEqual([
      '/api/v1/api-keys',
      '/api/v1/api-keys',
      '/api/v1/api-keys/key-1/rotate',
    ]);
    expect(intents().size).toBe(2);
  });

  test('is replaced again where the new one is lost as well, but not for ever', async () => {
    const lost = json(200, { ...record, key: null }, { 'Idempotent-Replayed': 'true' });
    server.will(cut, replayed, cut, lost, json(200, { ...record, key: secret }));
    const rotating = { onLostSecret: 'rotate' } as const;
    expect(await server.client().keys.create({ name: 'CI' }, rotating)).toMatchObject({ key: secret });
    server.will(lost);
    expect(await endOf(server.client().keys.duplicate('key-0', { name: 'CI' }, rotating))).toBeInstanceOf(
      SecretLost,
    );
    expect(server.received).toHaveLength(4);
  });

  test('is said to be lost where it cannot be replaced, and why', async () => {
    server.will(cut, replayed, problem(403, 'INSUFFICIENT_PERMISSIONS'));
    const error = await endOf(server.client({ onLostSecret: 'rotate' }).keys.create({ name: 'CI' }));
    expect([error.name, error.cause.name]).toEqual(['SecretLost', 'InsufficientPermissionsError']);
  });

  test('is not replaced where the former one is in use still', async () => {
    server.will(cut, json(200, { ...record, rotationEndsAt: '2027-01-01T00:00:00.000Z', key: null }));
    const rotating = server.client({ onLostSecret: 'rotate' }).keys.rotate('key-1', { gracePeriod: '1d' });
    expect(await endOf(rotating)).toMatchObject({ name: 'SecretLost', id: 'key-1' });
    expect(server.received).toHaveLength(2);
  });

  test('is not taken for nothing where the answer never comes: the error says so, and how to find out', async () => {
    server.will(cut, problem(401, 'API_KEY_INVALID'));
    const error = await endOf(server.client().keys.rotate('key-1'));
    expect([error.code, error.mayHaveHappened]).toEqual(['API_KEY_INVALID', true]);
    expect(error.idempotencyKey).toBe([...intents()][0]);
  });

  test('is never handed out as a key without one', async () => {
    server.will(json(201, {}));
    expect(await endOf(server.client().keys.create({ name: 'CI' }))).toMatchObject({
      name: 'UnexpectedAnswerError',
      mayHaveHappened: true,
    });
  });
});

describe('waiting', () => {
  test('is as long as the server asks for', async () => {
    server.will(problem(429, 'RATE_LIMITED', { 'Retry-After': '7' }), json(200, {}));
    await server.client().me();
    expect(server.waits).toEqual([7_000]);
  });

  test('longer than is allowed is left to the caller', async () => {
    server.will(problem(503, 'UNAVAILABLE', { 'Retry-After': '3600' }));
    expect(await endOf(server.client().me())).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 3_600 });
    expect([server.received.length, server.waits]).toEqual([1, []]);
  });

  test('is otherwise drawn by lot below a bound that doubles', async () => {
    server.will(reset);
    const sleep = async (milliseconds: number) => void server.waits.push(milliseconds);
    await endOf(server.client({ pacing: { random: () => 0.5, sleep } }).me());
    expect(server.waits).toEqual([50, 100, 200]);
  });

  test('ends at once when the caller does not want the answer any more', async () => {
    server.will(hang);
    const leaving = new AbortController();
    const asked = endOf(server.client({ timeoutMs: 60_000 }).me({ signal: leaving.signal }));
    leaving.abort('enough');
    expect(await asked).toBe('enough');
  });
});

describe('lists', () => {
  const page = (items: unknown[], link?: string) =>
    json(200, items, link === undefined ? {} : { Link: link });
  const names = async (api: client.Latchkey) => {
    const read: string[] = [];
    for await (const { name } of api.keys.list({ status: ['active'] })) read.push(name);
    return read;
  };

  test('go on through short and empty pages, and only a missing Link ends them', async () => {
    const next = (cursor: number) =>
      `</x>; rel="help", </api/v1/api-keys?status=active&cursor=${cursor}>; title="a, b"; rel="next last"`;
    server.will(page([{ name: 'a' }], next(1)), page([], next(2)), page([], next(3)), page([{ name: 'b' }]));
    expect(await names(server.client())).toEqual(['a', 'b']);
    expect(server.received.map(({ url }) => url)).toEqual([
      '/api/v1/api-keys?status=active',
      ...[1, 2, 3].map((cursor) => `/api/v1/api-keys?status=active&cursor=${cursor}`),
    ]);
  });

  test.each([
    ['to another server', () => '<https://evil.example/keys?cursor=1>; rel="next"'],
    ['to another server, without its scheme', () => '<//evil.example/keys>; rel=next'],
    ['back to where they began', () => `<${server.origin}/api/v1/api-keys?status=active>; rel="next"`],
  ])('are not followed %s', async (_, link) => {
    server.will(page([{ name: 'a' }], link()));
    expect(await endOf(names(server.client()))).toBeInstanceOf(UnexpectedAnswerError);
    expect(server.received).toHaveLength(1);
  });

  test('without end do end', async () => {
    let pages = 0;
    server.will((response, received) => {
      pages += 1;
      page([], `<?cursor=${pages}>; rel="next"`)(response, received);
    });
    expect(await endOf(names(server.client({ maxPages: 20 })))).toBeInstanceOf(UnexpectedAnswerError);
    expect(pages).toBe(20);
  });

  test('that are none are not taken for one', async () => {
    server.will(json(200, { items: [] }));
    expect(await endOf(names(server.client()))).toBeInstanceOf(UnexpectedAnswerError);
  });

  test('are read by page, with the cursor of the next', async () => {
    server.will(page([{ name: 'a' }], '<?cursor=two>; rel="next"'));
    const { items, cursor } = await server.client().keys.list().page();
    expect([items, cursor]).toEqual([[{ name: 'a' }], 'two']);
  });
});

describe('counts', () => {
  const step = (total: number, link?: string) =>
    json(200, { total, asOf: '2027-01-01T00:00:00.000Z' }, link === undefined ? {} : { Link: link });
  const next = (cursor: string) => `</api/v1/api-keys/counts?type=admin&cursor=${cursor}>; rel="next"`;
  const query = { type: ['admin' as const] };

  test('are those of the last step, which has all before it in it', async () => {
    server.will(step(2, next('a')), reset, step(2, next('b')), step(5));
    expect(await server.client().keys.counts(query)).toMatchObject({ total: 5 });
    expect(server.received.map(({ url }) => url)).toEqual([
      '/api/v1/api-keys/counts?type=admin',
      ...['a', 'a', 'b'].map((cursor) => `/api/v1/api-keys/counts?type=admin&cursor=${cursor}`),
    ]);
  });

  test('are told step by step, and no step is asked for that is not wanted', async () => {
    server.will(step(2, next('a')), step(5));
    const { value } = await server.client().keys.countSteps(query).next();
    expect(value).toMatchObject({ total: 2, asOf: '2027-01-01T00:00:00.000Z' });
    expect(server.received).toHaveLength(1);
  });

  test.each([
    ['lead to another server', () => '<https://evil.example/counts>; rel="next"'],
    ['never come to an end', () => `<?cursor=${server.received.length}>; rel="next"`],
  ])('that %s end in an error, and are told to nobody', async (_, link) => {
    server.will((response, received) => step(1, link())(response, received));
    const counted = server.client({ maxPages: 20 }).keys.counts();
    expect(await endOf(counted)).toBeInstanceOf(UnexpectedAnswerError);
    expect(server.received.length).toBeLessThanOrEqual(20);
  });
});

test('previews are asked for again: they change nothing', async () => {
  const preview = json(200, { refusal: null });
  server.will(reset, preview, cut, preview);
  const { keys } = server.client();
  await keys.preview({ name: 'CI' });
  await keys.previewChanges('key-1', { name: 'CI' }, { ifMatch: '"1"' });
  expect(server.received.map(({ url, headers }) => [url, headers['if-match']])).toEqual([
    ['/api/v1/api-keys/preview', undefined],
    ['/api/v1/api-keys/preview', undefined],
    ['/api/v1/api-keys/key-1/preview', '"1"'],
    ['/api/v1/api-keys/key-1/preview', '"1"'],
  ]);
  server.will(reset);
  expect(await endOf(keys.previewChanges('key-1', {}))).toMatchObject({ mayHaveHappened: false });
});

test('an answer without end is not read to its end', async () => {
  server.will((response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    response.writeHead(200);
    more();
  });
  const error = await endOf(server.client({ retries: 0, timeoutMs: 20_000 }).me());
  expect(error.message).toMatch(/has no end/);
});

test('a redirect is not followed: neither the credential nor the key goes elsewhere', async () => {
  server.will((response) => void response.writeHead(307, { Location: '/elsewhere' }).end());
  expect(await endOf(server.client().verify({ key: secret }))).toBeInstanceOf(UnexpectedAnswerError);
  expect(server.received.map(({ url }) => url)).toEqual(['/api/v1/verify']);
});

test.each(['http://keys.example.com/api/v1', 'https://a:b@keys.example.com', 'keys', 'ftp://localhost'])(
  '%s is no address to send a credential to',
  (baseUrl) => {
    expect(() => new client.Latchkey({ baseUrl })).toThrow(/^baseUrl: /);
  },
);

test.each(['..', '.', ''])('no id leads to another path: %j', async (id) => {
  server.will(json(200, {}));
  expect(await endOf(server.client().keys.get(id))).toBeInstanceOf(TypeError);
  await server.client().users.get('a/../b@example.com');
  expect(server.received.map(({ url }) => url)).toEqual(['/api/v1/users/a%2F..%2Fb%40example.com']);
});

test.each([
  ['Too long', ['name'], 'Too long'],
  ['name: Too long', ['name'], 'name: Too long'],
  ['name: Too long', ['name', 'type'], 'name: Too long (type: Too long)'],
  ['Because', ['name'], 'Because (name: Too long)'],
])('an error tells each field once: %j, %j', async (detail, fields, message) => {
  const errors = fields.map((field) => ({ field, message: 'Too long' }));
  server.will(problem(400, 'INVALID', {}, { detail, errors }));
  expect((await endOf(server.client().me())).message).toBe(message);
});

test('every code has an error of its own, with all that the problem tells', async () => {
  const codes = Object.entries(problems).filter(([, definition]) => !('code' in definition));
  for (const [code, { status }] of codes) {
    const missing = { errors: [{ field: 'name', message: 'Too long' }], missingScopes: ['a:b'] };
    server.will(
      problem(status, code, { 'Retry-After': '3' }, { ...missing, missingAccessRights: { projects: {} } }),
    );
    const error = await endOf(server.client({ retries: 0 }).me());
    const name = `${code.toLowerCase().replace(/(^|_)./g, (part) => part.slice(-1).toUpperCase())}Error`;
    expect(error).toBeInstanceOf(Reflect.get(client, name));
    expect(error).toMatchObject({ name, code, status, requestId: 'request-1', retryAfter: 3, ...missing });
    expect(error.missingAccessRights).toEqual({ projects: {} });
  }
  server.will(problem(418, 'TEAPOT'));
  const unknown = await endOf(server.client().me());
  expect([unknown.constructor, unknown.name]).toEqual([ProblemError, 'TeapotError']);
});

describe('no secret is in an error, nor in the client', () => {
  const shows = (value: unknown) =>
    [
      inspect(value, { depth: 9, showHidden: true }),
      JSON.stringify(value),
      String((value as Error).stack),
    ].join('\n');

  test('whatever the server says, and however it fails', async () => {
    const text = fc.constantFrom(secret, 'a-credential', `see ${secret}!`, 'fine');
    const said = fc.record({ detail: text, field: text, scope: text, header: text });
    const failing = fc.constantFrom(reset, cut, garbage, badGateway);
    await fc.assert(
      fc.asyncProperty(said, fc.option(failing), async ({ detail, field, scope, header }, failure) => {
        const errors = [{ field, message: detail }];
        const told = { detail, errors, missingScopes: [scope], requestId: header };
        server.will(failure ?? problem(400, 'INVALID', { 'X-Request-Id': header }, told));
        const api = server.client({ retries: 0 });
        const error = await endOf(api.verify({ key: secret }));
        expect(error).toBeInstanceOf(LatchkeyError);
        expect(shows(error)).not.toMatch(/S{49}|a-credential/);
        expect(shows(api)).not.toMatch(/a-credential/);
      }),
      { numRuns: 40 },
    );
  });

  test('nor where the credential cannot be sent', async () => {
    const error = await endOf(server.client({ credential: `${secret}\n` }).me());
    expect(error).toBeInstanceOf(TypeError);
    expect(shows(error)).not.toMatch(/S{49}/);
  });
});
