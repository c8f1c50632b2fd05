import { z } from 'zod';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { type ApiRequest, originOf } from '../../lambdas/gateway/request.ts';
import { call } from '../support/memory-answers.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { administrator, eventFor, type Sent } from '../support/memory-events.ts';
import { handlerOf, operationThat } from '../support/memory-operations.ts';
import { predictableRandom } from '../support/memory-ports.ts';

const { plaintext } = mintSecret('lk', predictableRandom());
const body = z.strictObject({ name: z.string(), tags: z.record(z.string(), z.string()).optional() });
const query = z.strictObject({ search: z.string() }).partial();

/** Answers with the request as the operation sees it. */
const echo = async (request: ApiRequest<unknown, unknown>) => ({
  body: { request, origin: originOf(request) },
});
const handler = handlerOf([
  operationThat('createApiKey', echo, { body }),
  operationThat('listApiKeys', echo, { query }),
  operationThat('getApiKey', echo),
  operationThat('pauseApiKey', echo),
]);
const create = (sent: Sent) => call(handler, eventFor('createApiKey', sent));
const list = (sent: Sent) => call(handler, eventFor('listApiKeys', sent));

describe('a path parameter', () => {
  const read = (id: string) => call(handler, { ...eventFor('getApiKey'), pathParameters: { id } });

  test.each([
    ['ada%40example.com', 'ada@example.com'],
    ['a%2Fb', 'a/b'],
    ['%C3%84', 'Ä'],
    ['100%2525', '100%25'],
    ['plain+plus', 'plain+plus'],
  ])('%s is decoded once: %s', async (sent, meant) => {
    expect((await read(sent)).body.request.pathParameters).toEqual({ id: meant });
  });

  test.each(['%zz', '%', '%ff', '%ED%A0%80'])('%s is refused, naming the path', async (sent) => {
    const { status, body: problem } = await read(sent);
    expect([status, problem.code, problem.errors[0].field]).toEqual([400, 'INVALID', 'path']);
  });

  test('is decoded before keys are looked for', async () => {
    const hidden = plaintext.replace('_', '%5f').replace(plaintext.at(-1)!, (last) => `%${hexOf(last)}`);
    const answer = await read(hidden);
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'path']);
    expect(answer.text).not.toContain(plaintext.slice(5, 20));
  });
});

const hexOf = (character: string) => character.charCodeAt(0).toString(16);

describe('a body', () => {
  test('is read as text or as base64', async () => {
    expect((await create({ body: { name: 'Ä' } })).body.request.body).toEqual({ name: 'Ä' });
    const encoded = Buffer.from('{"name":"Ä"}').toString('base64');
    expect((await create({ body: encoded, isBase64Encoded: true })).body.request.body).toEqual({ name: 'Ä' });
  });

  test('has a type, in a header of any case', async () => {
    const sent = { body: '{"name":"CI"}', headers: { 'Content-Type': 'text/plain' } };
    expect((await create(sent)).status).toBe(415);
    const lower = { ...eventFor('createApiKey', { body: '{"name":"CI"}' }) };
    lower.multiValueHeaders = { 'content-type': ['application/json'] };
    expect((await call(handler, lower)).status).toBe(200);
  });

  test('is asked for where the operation needs one', async () => {
    expect((await create({})).body).toMatchObject({ code: 'INVALID', errors: [{ field: 'body' }] });
  });

  test('may be missing or empty where the operation takes none, and nothing else', async () => {
    const pause = (sent: Sent) => call(handler, eventFor('pauseApiKey', { id: 'x', ...sent }));
    expect((await pause({})).status).toBe(200);
    expect((await pause({ body: '{}' })).status).toBe(200);
    expect((await pause({ body: { force: true } })).body.errors).toEqual([
      { field: 'force', message: 'Unknown field' },
    ]);
  });
});

describe('the query', () => {
  test('reaches the operation, decoded', async () => {
    expect((await list({ query: { search: 'a b' } })).body.request.query).toEqual({ search: 'a b' });
    expect((await list({})).body.request.query).toEqual({});
  });

  test.each([
    ['an unknown parameter', { other: '1' }, 'other'],
    ['one that is given twice', { search: ['a', 'b'] }, 'search'],
    ['a parameter where none is accepted', { __proto__x: '' }, '__proto__x'],
    ['__proto__', JSON.parse('{"__proto__":"x"}'), 'query'],
    ['half of a surrogate pair', { search: '\ud800' }, 'query'],
  ])('is refused for %s', async (_, sent, field) => {
    const answer = await list({ query: sent });
    expect([answer.status, answer.body.errors[0].field]).toEqual([400, field]);
  });
});

describe('a key where it does not belong is refused and not echoed', () => {
  const long = `${'x'.repeat(80)}${plaintext}`;
  const places: [string, () => ReturnType<typeof call>][] = [
    ['in the path', () => call(handler, eventFor('getApiKey', { id: plaintext }))],
    ['in a query parameter', () => list({ query: { search: `x${plaintext}` } })],
    ['in a parameter’s name', () => list({ query: { [plaintext]: '' } })],
    ['in a parameter’s name, given twice', () => list({ query: { [plaintext]: ['', ''] } })],
    ['in a body', () => create({ body: { name: plaintext } })],
    ['in a field that is unknown', () => create({ body: { name: 'CI', [plaintext]: '' } })],
    ['in a field that is unknown, beside a wrong one', () => create({ body: { name: 1, [plaintext]: '' } })],
    ['deep in a body', () => create({ body: { name: 'CI', tags: { [plaintext]: 'x' } } })],
    ['in a name given twice', () => create({ body: `{"${plaintext}":1,"${plaintext}":2}` })],
    ['at the end of a long name given twice', () => create({ body: `{"${long}":1,"${long}":2}` })],
    ['above a name given twice', () => create({ body: `{"${plaintext}":{"a":1,"a":2}}` })],
    ['in the name of a malformed text', () => create({ body: `{"${plaintext}":"\\ud800"}` })],
    ['in a text that is no JSON', () => create({ body: `{"name": ${plaintext}` })],
    ['mistyped', () => create({ body: { name: `${plaintext.slice(0, -1)}_${plaintext}` } })],
    ['with a previous prefix', () => create({ body: { name: plaintext.replace('lk_', 'old_') } })],
  ];

  test.each(places)('%s', async (_, ask) => {
    const answer = await ask();
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID']);
    expect(answer.text).not.toContain(plaintext.slice(3, 20));
  });

  test('its public beginning may be searched for', async () => {
    expect((await list({ query: { search: plaintext.slice(0, 10) } })).status).toBe(200);
  });
});

describe('where a request came from', () => {
  const userAgentOf = async (userAgent: string | null): Promise<string | null> =>
    (await list({ userAgent })).body.origin.userAgent;

  test('is the address that API Gateway saw, the caller, and the request’s id', async () => {
    const headers = { 'X-Forwarded-For': '198.51.100.1' };
    expect((await list({ headers })).body.origin).toEqual({
      actor: { userId: 'admin@example.com', via: 'jwt' },
      sourceIp: '203.0.113.7',
      userAgent: 'curl/8',
      requestId: 'request-1',
    });
  });

  test('is the gateway’s own id as well, since callers can choose the other, in which a key is masked', async () => {
    const event = eventFor('listApiKeys');
    Object.assign(event.requestContext, {
      requestId: `x-${plaintext}`,
      extendedRequestId: 'JKJaXmPLvHcESHA=',
    });
    expect((await call(handler, event)).body.origin).toMatchObject({
      requestId: 'x-[masked key]',
      extendedRequestId: 'JKJaXmPLvHcESHA=',
    });
  });

  test('names the calling key', async () => {
    const apiKeyId = apiKeyIdOf('k1');
    const authorizer = { ...administrator, via: 'api-key', apiKeyId, apiKeyType: 'admin' } as const;
    expect((await list({ authorizer })).body.origin.actor).toMatchObject({ via: 'api-key', apiKeyId });
  });

  test('masks a key in the User-Agent, also where it would be cut', async () => {
    expect(await userAgentOf(`tool/1 (${plaintext})`)).toBe('tool/1 ([masked key])');
    expect(await userAgentOf(`${'x'.repeat(230)}${plaintext}`)).not.toContain(plaintext.slice(3, 13));
  });

  test('cuts the User-Agent to 256 characters of well-formed text', async () => {
    expect(await userAgentOf('x/'.repeat(150))).toBe('x/'.repeat(128));
    expect((await userAgentOf(`${'x/'.repeat(127)}x😀`))?.isWellFormed()).toBe(true);
    expect(await userAgentOf(null)).toBeNull();
  });
});

test.each([
  ['the body', { body: { name: 7 }, query: { other: '1' } }, ['other', 'name']],
  [
    'headers too',
    { body: { tags: 1 }, headers: { 'If-Match': 'x', 'Idempotency-Key': 'a b' } },
    ['name', 'tags', 'If-Match', 'Idempotency-Key'],
  ],
])('the wrong fields of all parts are named at once: query and %s', async (_, sent, fields) => {
  const { status, body: problem } = await create(sent);
  expect([status, problem.errors.map(({ field }: { field: string }) => field)]).toEqual([400, fields]);
});

test('the URL is the one that was called: stage, path, no query', async () => {
  expect((await list({ query: { search: 'x' } })).body.request.url).toBe(
    'https://api.example.com/api/v1/api-keys',
  );
  const local = await list({ headers: { 'X-Forwarded-Proto': 'http' } });
  expect(local.body.request.url).toBe('http://api.example.com/api/v1/api-keys');
});

test('the root is the address of the stage, whatever a custom domain calls it', async () => {
  const rootAt = async (path: string, id: string) => {
    const event = eventFor('getApiKey', { id });
    Object.assign(event.requestContext, { path });
    return (await call(handler, event)).body.request.root;
  };
  expect(await rootAt('/api/v1/api-keys/x', 'x')).toBe('https://api.example.com/api');
  expect(await rootAt('/api/v1/api-keys/x/', 'x')).toBe('https://api.example.com/api');
  expect(await rootAt('/v1/api-keys/v1', 'v1')).toBe('https://api.example.com');
});
