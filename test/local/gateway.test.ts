import { request } from 'node:http';
import { connect } from 'node:net';
import { authorizerSource, handlerSource, resources } from './gateway-template.ts';
import { eventually, Laptop } from './laptop.ts';

let laptop: Laptop;
let base: string;

beforeAll(async () => {
  laptop = await Laptop.start();
  await laptop.deploy(resources, { authorizer: authorizerSource, handler: handlerSource });
  base = `${laptop.listen()}/stage`;
}, 60_000);

afterAll(() => laptop.stopAndForget());

async function get(pathname: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${base}${pathname}`, { headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

test('hands the request to the function as API Gateway does', async () => {
  const { body: event } = await get('/guarded/a%2Fb%20c?x=1&x=2&y=a+b&z', { 'X-Forwarded-Proto': 'https' });
  expect(event).toMatchObject({
    resource: '/guarded/{id}',
    path: '/guarded/a%2Fb%20c',
    httpMethod: 'GET',
    pathParameters: { id: 'a%2Fb%20c' },
    queryStringParameters: { x: '2', y: 'a b', z: '' },
    multiValueQueryStringParameters: { x: ['1', '2'], y: ['a b'], z: [''] },
    headers: { 'X-Forwarded-Proto': 'http', 'X-Forwarded-For': '127.0.0.1' },
    body: null,
    isBase64Encoded: false,
    requestContext: {
      stage: 'stage',
      path: '/stage/guarded/a%2Fb%20c',
      resourcePath: '/guarded/{id}',
      authorizer: { principalId: 'p', code: 'VALID', number: '7', flag: 'true' },
      identity: { sourceIp: '127.0.0.1' },
    },
  });
  expect((await get('/open')).body).toMatchObject({ queryStringParameters: null, pathParameters: null });
});

test('lets a client choose the request id, and has one of its own', async () => {
  const { headers, body } = await get('/open', { 'X-Amzn-RequestId': 'mine' });
  expect(headers.get('x-amzn-requestid')).toBe('mine');
  expect(body.requestContext).toMatchObject({
    requestId: 'mine',
    extendedRequestId: expect.stringMatching(/=$/),
  });
  const logged = laptop.logLines('/test/access').map(({ id }) => id);
  expect(logged).not.toContain('mine');
  expect(logged.at(-1)).toMatch(/^[0-9a-f-]{36}_REPLACED_INVALID_REQUEST_ID$/);
  const other = await get('/open', { 'X-Amzn-RequestId': 'a "quoted" one' });
  expect(other.body.requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
});

test('takes several slashes after the stage for one, and others as they are', async () => {
  const { body } = await get('//open');
  expect(body).toMatchObject({ path: '/open', resource: '/open', requestContext: { path: '/stage//open' } });
  expect((await get('/guarded//1')).status).toBe(404);
});

test('keeps every value of a repeated header, and the last one alone', async () => {
  const event = await new Promise<Record<string, Record<string, unknown>>>((done, fail) => {
    const { port } = new URL(base);
    const headers = ['Host', `127.0.0.1:${port}`, 'X-Many', 'a', 'x-many', 'b'];
    request({ port, path: '/stage/open', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => done(JSON.parse(text)));
    })
      .on('error', fail)
      .end();
  });
  expect(event.multiValueHeaders?.['X-Many']).toEqual(['a', 'b']);
  expect(event.headers?.['X-Many']).toBe('b');
});

test('hands empty maps to an authorizer, where a function gets null', async () => {
  await get('/guarded/1', { 'X-Do': 'show' });
  const shown = await eventually(() =>
    laptop.logLines('/aws/lambda/test-AuthorizerFn').find(({ event }) => event !== undefined),
  );
  expect(shown.event).toMatchObject({
    pathParameters: { id: '1' },
    queryStringParameters: {},
    multiValueQueryStringParameters: {},
    stageVariables: {},
  });
});

test.each([
  ['deny', 401, { code: 'API_KEY_PAUSED' }],
  ['throw', 503, { code: 'UNAVAILABLE' }],
  ['crash', 503, { code: 'UNAVAILABLE' }],
  ['unauthorized', 401, { type: 'UNAUTHORIZED' }],
  ['malformed', 503, { code: 'UNAVAILABLE' }],
  ['large', 503, { code: 'UNAVAILABLE' }],
  ['nested', 503, { code: 'UNAVAILABLE' }],
])('an authorizer that does %s: %i', async (what, status, body) => {
  const response = await get('/guarded/1', { 'X-Do': what });
  expect(response.status).toBe(status);
  expect(response.body).toMatchObject(body);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  if (status === 503) {
    expect(response.headers.get('x-amzn-errortype')).toBe('AuthorizerConfigurationException');
  }
  expect(response.headers.get('x-request-id')).toBe(response.headers.get('x-amzn-requestid'));
});

test.each([['throw'], ['malformed'], ['bad-header'], ['unknown-member'], ['number-header'], ['spin']])(
  'a function that does %s is a server error without details',
  async (mode) => {
    const response = await get(`/open?mode=${mode}`);
    expect(response.status).toBe(500);
    expect(response.body).toEqual({ message: 'Internal server error' });
  },
);

test('renames the headers that API Gateway renames, and merges both kinds', async () => {
  const { headers } = await get('/open?mode=headers');
  expect(headers.get('www-authenticate')).toBeNull();
  expect(headers.get('x-amzn-remapped-www-authenticate')).toBe('Basic');
  expect(headers.getSetCookie()).toEqual(['a', 'b']);
  expect(headers.get('x-one')).toBe('1');
  expect((await get('/open?mode=empty')).status).toBe(204);
});

test.each(['/nothing', '/open/deeper', '/guarded'])('%s has no route', async (pathname) => {
  expect(await get(pathname)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});

test('answers other stages, other methods and malformed escapes from the gateway', async () => {
  const root = base.replace('/stage', '');
  expect((await fetch(`${root}/nothing`)).status).toBe(404);
  expect((await fetch(root, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${root}/other/open`)).status).toBe(404);
  expect((await fetch(`${base}/open`, { method: 'DELETE' })).status).toBe(404);
  expect((await fetch(`${base}/open`, { method: 'HEAD' })).status).toBe(404);
  expect(await get('/open?x=%zz')).toMatchObject({ status: 400, body: { type: 'BAD_REQUEST_PARAMETERS' } });
  expect((await get('/guarded/%zz')).body).toMatchObject({ pathParameters: { id: '%zz' } });
});

test('answers a preflight without a function', async () => {
  const response = await fetch(`${base}/open`, { method: 'OPTIONS' });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example');
  expect(response.headers.get('x-request-id')).toBe(response.headers.get('x-amzn-requestid'));
});

test('takes a credential on what it does not know for a signature, as API Gateway does', async () => {
  for (const url of [`${base}/nothing`, base.replace('/stage', '/other/open')]) {
    const response = await fetch(url, { headers: { Authorization: 'Bearer a.b.c' } });
    expect(await response.json()).toEqual({ code: 'NOT_FOUND', as: 'signature' });
    expect(response.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException');
  }
});

test.each([
  ['PUT', '/closed', 'application/json; charset=utf-8', undefined],
  ['POST', '/closed/a/b%20c', 'text/plain', 'media type'],
  ['GET', '/closed/a', undefined, undefined],
])('answers %s %s of type %s without a function', async (method, pathname, type, as) => {
  const headers = {
    Authorization: 'Bearer a.b.c',
    Accept: 'text/html',
    ...(type && { 'Content-Type': type }),
  };
  const body = method === 'GET' ? null : 'x';
  const response = await fetch(`${base}${pathname}`, { method, headers, body });
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toEqual(as === undefined ? { at: base } : { code: 'NOT_FOUND', as });
});

test('refuses a body that is larger than the gateway or the function takes', async () => {
  for (const megabytes of [7, 11]) {
    const body = 'x'.repeat(megabytes * 1024 * 1024);
    const response = await fetch(`${base}/open`, { method: 'POST', body });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ type: 'REQUEST_TOO_LARGE' });
  }
});

test('writes one access-log line per request, valid whatever the client sends', async () => {
  const { headers } = await get('/open', { 'User-Agent': 'a "quoted" agent' });
  const line = laptop
    .logLines('/test/access')
    .find(({ id }) => id === headers.get('x-request-id') || id === headers.get('x-amzn-requestid'));
  expect(line).toMatchObject({ status: '200', agent: 'a "quoted" agent' });
});

test.each([
  ['a foreign host', 'GET /stage/open HTTP/1.1\r\nHost: evil.example\r\n\r\n', 403],
  ['no host', 'GET /stage/open HTTP/1.1\r\n\r\n', 403],
  ['two hosts', 'GET /stage/open HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n', 403],
  ['garbage', 'garbage\r\n\r\n', 400],
  ['an unknown method', 'BREW / HTTP/1.1\r\nHost: HOST\r\n\r\n', 400],
  ['CONNECT', 'CONNECT a.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n', 400],
  [
    'a header over the quota',
    `GET /stage/open HTTP/1.1\r\nHost: HOST\r\nX-A: ${'a'.repeat(10_240)}\r\n\r\n`,
    431,
  ],
  [
    'headers over all bounds',
    `GET /stage/open HTTP/1.1\r\nHost: HOST\r\nX-A: ${'a'.repeat(90_000)}\r\n\r\n`,
    431,
  ],
  [
    'a header within the quota',
    `GET /stage/open HTTP/1.1\r\nHost: HOST\r\nX-A: ${'a'.repeat(10_000)}\r\n\r\n`,
    200,
  ],
  ['an unknown expectation', 'GET /stage/none HTTP/1.1\r\nHost: HOST\r\nExpect: x\r\n\r\n', 404],
])('%s over a bare socket', async (_what, text, status) => {
  const { port, host } = new URL(base);
  const answer = await new Promise<string>((done) => {
    let received = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text.replaceAll('HOST', host)));
    const finish = () => done(received);
    socket.on('data', (chunk) => {
      received += chunk;
      if (received.includes('\r\n\r\n')) socket.end();
    });
    socket.on('close', finish);
    socket.on('error', finish);
  });
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  if (status === 200) return;
  expect(answer).toContain('application/problem+json');
  expect(answer.toLowerCase()).toContain('cache-control: no-store');
  expect(answer.toLowerCase()).toContain('x-request-id: ');
});
