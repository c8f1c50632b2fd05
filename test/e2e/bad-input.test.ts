import { ApiClient, type CallOptions } from './api-client.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';

describe('bad input', () => {
  let server: LatchkeyProcess;
  let admin: ApiClient;
  const misplaced = `lk_${'Z'.repeat(49)}`;

  beforeAll(async () => {
    server = await LatchkeyProcess.start({ args: lastingArgs });
    admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  });

  afterAll(async () => {
    const { items } = await admin.list('/api-keys?limit=100');
    const names = items.map(({ name }) => name);
    await server.stop();
    const places = findPlaintext(server);
    server.removeData();
    expect(names.filter((name) => !String(name).startsWith('Administrator key'))).toEqual(['fine']);
    expect(places).toEqual([]);
  });

  const body = (text: string): CallOptions => ({ rawBody: text });
  const fields = (value: object): CallOptions => ({ body: { name: 'fine?', ...value } });
  const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;

  test.each<[string, CallOptions, number, string, string | null]>([
    ['malformed JSON', body('{"name": "fine?"'), 400, 'INVALID', 'body'],
    ['an empty body', body(''), 400, 'INVALID', 'body'],
    ['an array', body('[]'), 400, 'INVALID', 'body'],
    ['null', body('null'), 400, 'INVALID', 'body'],
    ['a member twice', body('{"name":"fine?","name":"other"}'), 400, 'INVALID', 'name'],
    [
      'a nested member twice',
      body('{"name":"fine?","metadata":{"a":"1","a":"2"}}'),
      400,
      'INVALID',
      'metadata.a',
    ],
    ['__proto__', body('{"name":"fine?","__proto__":{"type":"admin"}}'), 400, 'INVALID', '__proto__'],
    [
      'nested __proto__',
      body('{"name":"fine?","metadata":{"__proto__":"x"}}'),
      400,
      'INVALID',
      'metadata.__proto__',
    ],
    ['deep nesting', body(deep), 400, 'INVALID', 'body'],
    ['a lone surrogate', body('{"name":"fine?\\ud800"}'), 400, 'INVALID', 'name'],
    ['bytes that are not UTF-8', { rawBody: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'INVALID', 'body'],
    [
      'another content type',
      { ...fields({}), headers: { 'Content-Type': 'text/plain' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      null,
    ],
    ['64 KB', body(`{"name":"${'x'.repeat(65_536 - 11)}"}`), 413, 'TOO_LARGE', null],
    ['a body over 64 KB', body(`{"name":"${'x'.repeat(200_000)}"}`), 413, 'TOO_LARGE', null],
    ['an unknown field', fields({ nickname: 'x' }), 400, 'INVALID', 'nickname'],
    ['constructor as a field', fields({ constructor: 'x' }), 400, 'INVALID', 'constructor'],
    ['no name', body('{}'), 400, 'INVALID', 'name'],
    ['a number as name', { body: { name: 7 } }, 400, 'INVALID', 'name'],
    ['a name of spaces', { body: { name: ' \u00a0\u2003 ' } }, 400, 'INVALID', 'name'],
    ['an invisible name', { body: { name: '\u200b\u200d' } }, 400, 'INVALID', 'name'],
    ['NUL in the name', { body: { name: 'fi\0ne' } }, 400, 'INVALID', 'name'],
    ['257 characters', { body: { name: 'x'.repeat(257) } }, 400, 'INVALID', 'name'],
    ['NUL in metadata', fields({ metadata: { a: '\0' } }), 400, 'INVALID', 'metadata.a'],
    ['metadata that is no text', fields({ metadata: { a: 1 } }), 400, 'INVALID', 'metadata.a'],
    ['too much metadata', fields({ metadata: { a: 'x'.repeat(2_048) } }), 400, 'INVALID', 'metadata'],
    ['an impossible date', fields({ expiresAt: '2027-02-30' }), 400, 'INVALID', 'expiresAt'],
    ['an impossible month', fields({ expiresAt: '2027-13-01T00:00:00Z' }), 400, 'INVALID', 'expiresAt'],
    ['a timestamp without zone', fields({ expiresAt: '2030-01-01T00:00:00' }), 400, 'INVALID', 'expiresAt'],
    ['a date in the past', fields({ expiresAt: '2020-01-01' }), 400, 'INVALID', 'expiresAt'],
    ['both expiries', fields({ expiresAt: '2099-01-01', expiresIn: '1d' }), 400, 'INVALID', 'expiresIn'],
    ['no duration', fields({ expiresIn: '-1d' }), 400, 'INVALID', 'expiresIn'],
    ['an endless duration', fields({ expiresIn: '9999999y' }), 400, 'INVALID', 'expiresIn'],
    ['an unknown scope', fields({ scopes: ['database:drop'] }), 400, 'INVALID', 'scopes.0'],
    ['101 scopes', fields({ scopes: Array(101).fill('*') }), 400, 'INVALID', 'scopes'],
    [
      'an unknown right',
      fields({ accessRights: { projects: { p: { modules: { m: 'own' } } } } }),
      400,
      'INVALID',
      'accessRights.projects.p.modules.m',
    ],
    ['no addresses', fields({ allowedIps: [] }), 400, 'INVALID', 'allowedIps'],
    ['no address', fields({ allowedIps: ['10.0.0.0/33'] }), 400, 'INVALID', 'allowedIps.0'],
    ['an unknown tier', fields({ rateLimitTier: 'gold' }), 400, 'INVALID', 'rateLimitTier'],
    ['an unknown type', fields({ type: 'root' }), 400, 'INVALID', 'type'],
    ['an unknown user', fields({ userId: 'nobody@example.com' }), 400, 'USER_UNKNOWN', 'userId'],
    ['a key as name', { body: { name: misplaced } }, 400, 'INVALID', 'body'],
    ['a key as member', fields({ [misplaced]: 'x' }), 400, 'INVALID', 'body'],
    [
      'an escaped key',
      body(`{"name":"fine?","description":"\\u006ck_${'Z'.repeat(49)}"}`),
      400,
      'INVALID',
      'body',
    ],
  ])('%s is refused, naming the field, and nothing is written', async (_, options, status, code, field) => {
    const answer = await admin.call('POST', '/api-keys', options);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status, code, requestId: answer.headers.get('x-request-id') });
    expect(answer.status).toBe(status);
    if (field !== null)
      expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    expect(JSON.stringify(answer.body)).not.toContain('ZZZZ');
  });

  test('all that is wrong is named at once, in sentences', async () => {
    const { body: problem } = await admin.post('/api-keys?page=2', {
      description: 7,
      type: 'root',
      scopes: 'database:read',
      expiresAt: 'soon',
      expiresIn: 90,
      metadata: { a: 1 },
      nickname: 'x',
    });
    expect(problem.errors).toEqual([
      { field: 'page', message: 'Unknown field' },
      { field: 'name', message: 'Required' },
      { field: 'description', message: 'Must be text' },
      { field: 'type', message: 'Must be one of admin, end-user' },
      { field: 'scopes', message: 'Must be a list' },
      { field: 'metadata.a', message: 'Must be text' },
      {
        field: 'expiresAt',
        message: 'Must be a date (YYYY-MM-DD) or an ISO-8601 timestamp with a time zone',
      },
      { field: 'expiresIn', message: 'Must be text' },
      { field: 'nickname', message: 'Unknown field' },
    ]);
  });

  test('a name that is taken is named as the field', async () => {
    await admin.post('/roles', { name: 'taken' });
    const { status, body: problem } = await admin.post('/roles', { name: 'taken' });
    expect([status, problem.code]).toEqual([409, 'NAME_TAKEN']);
    expect(problem.errors).toEqual([{ field: 'name', message: 'Name should be unique' }]);
  });

  test.each<[string, string, string]>([
    ['an unknown parameter', 'page=2', 'page'],
    ['a parameter twice', 'limit=1&limit=2', 'limit'],
    ['limit 0', 'limit=0', 'limit'],
    ['limit 101', 'limit=101', 'limit'],
    ['an unknown sort', 'sort=colour', 'sort'],
    ['an unknown status', 'status=gone', 'status'],
    ['a made-up cursor', 'cursor=abc', 'cursor'],
    ['a key', `search=${misplaced}`, 'query'],
  ])('in a query, %s is refused', async (_, query, field) => {
    const { status, body: problem } = await admin.get(`/api-keys?${query}`);
    expect(status).toBe(400);
    expect(problem.errors[0].field).toBe(field);
    expect(JSON.stringify(problem)).not.toContain('ZZZZ');
  });

  test('a cursor of another list, or altered, is refused', async () => {
    const next = async (path: string) =>
      new URL(
        /<([^>]+)>/.exec((await admin.get(path)).headers.get('link') ?? '')?.[1] ?? '',
      ).searchParams.get('cursor') ?? '';
    await admin.post('/api-keys', { name: 'fine' });
    const cursor = await next('/api-keys?limit=1');
    expect((await admin.get(`/api-keys?limit=1&cursor=${cursor}`)).status).toBe(200);
    const altered = cursor.slice(0, -2) + (cursor.at(-2) === 'A' ? 'B' : 'A') + cursor.slice(-1);
    const answers = await Promise.all([
      admin.get(`/api-keys?limit=1&sort=name&cursor=${cursor}`),
      admin.get(`/api-keys?limit=1&type=admin&cursor=${cursor}`),
      admin.get(`/audit-events?limit=1&cursor=${cursor}`),
      admin.get(`/api-keys?limit=1&cursor=${altered}`),
      admin.get(`/api-keys?limit=1&cursor=${cursor}=`),
    ]);
    expect(answers.map(({ status, body: problem }) => [status, problem.errors[0].field])).toEqual(
      answers.map(() => [400, 'cursor']),
    );
  });

  test('long and misplaced headers do no harm', async () => {
    const long = 'x'.repeat(8_000);
    const longKey = `lk_${'0'.repeat(7_900)}`;
    expect((await admin.get('/me', { headers: { 'User-Agent': long } })).status).toBe(200);
    expect((await admin.as(longKey).get('/me')).body.code).toBe('API_KEY_INVALID');
    expect(
      (await admin.patch('/api-keys/x', { name: 'y' }, { headers: { 'If-Match': long } })).body,
    ).toMatchObject({
      code: 'INVALID',
      errors: [{ field: 'If-Match' }],
    });
    const tooLong = await admin.get('/me', { headers: { 'User-Agent': 'x'.repeat(10_000) } });
    expect(tooLong.headers.get('cache-control')).toBe('no-store');
  });

  test('a key in a path or a User-Agent is neither echoed nor logged', async () => {
    const inPath = await admin.get(`/api-keys/${misplaced}`);
    expect(inPath.body).toMatchObject({ status: 400, code: 'INVALID', errors: [{ field: 'path' }] });
    const unknownRoute = await admin.get(`/nothing/${misplaced}`);
    expect(unknownRoute.body.code).toBe('NOT_FOUND');
    const { items } = await admin.list('/api-keys?search=fine');
    const id = String(items[0]?.['id']);
    await admin.patch(
      `/api-keys/${id}`,
      { description: 'seen' },
      { headers: { 'User-Agent': `curl ${misplaced}${misplaced} (${misplaced.replace('_', '%5F')})` } },
    );
    const { body: events } = await admin.get(`/audit-events?targetId=${id}&limit=1`);
    expect(events[0].userAgent).toBe('curl [masked key] ([masked key])');
  });

  test('a body where none belongs is checked all the same', async () => {
    const { items } = await admin.list('/api-keys?search=fine');
    const path = `/api-keys/${items[0]?.['id']}/pause`;
    expect((await admin.post(path, { reason: 'x' })).body).toMatchObject({
      code: 'INVALID',
      errors: [{ field: 'reason' }],
    });
    expect((await admin.post(path, {})).status).toBe(200);
    expect((await admin.post(path)).status).toBe(200);
    expect((await admin.patch(`/api-keys/${items[0]?.['id']}`, {})).body.errors[0].field).toBe('body');
  });
});
