import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mappingsBehindAuthorizer } from '../../clients/cdk/src/backend-headers.ts';
import type { Enforcement } from '../../lambdas/contract/protected-api.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { callEvent, ordersStage } from '../support/memory-calls.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { gatewayAuthorizerOver } from '../support/memory-gateway-authorizer.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { functionResource, Laptop } from './laptop.ts';
import { arnOfResource, RestApiResources } from './rest-api-resources.ts';

/** Allows all; the context has what the client asked for in a header. */
const guard = `exports.handler = async (event) => ({ principalId: 'p',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  context: { userId: event.headers['X-Want-User'] === 'break' ? 'a\\nX-Forged: b' : 'ann@example.com', keyId: 'k-1', empty: '' } });`;

captureLogLines();

/** What the gateway authorizer tells of callers of whom something is not told. */
async function untoldContexts(): Promise<Record<string, object | null | undefined>> {
  const { plaintext } = mintSecret('lk', predictableRandom());
  const contextOf = async (
    enforcement: Enforcement,
    headers: Record<string, string>,
    change: (table: MemoryCredentials) => void = () => {},
  ) => {
    const table = new MemoryCredentials();
    for (const user of ['ci-bot@example.com', 'ada@example.com']) table.putUser(user);
    table.putCredential(plaintext);
    table.putRole('developer');
    table.putApi(ordersStage, [{ method: 'GET', path: '/orders' }], { enforcement, people: true });
    change(table);
    const loadTokenVerifier = async () => ({ verify: async () => 'ada@example.com' });
    const authorizer = gatewayAuthorizerOver(table, () => noon, { loadTokenVerifier });
    const stageVariables = { latchkeyEnforcement: enforcement };
    return (await authorizer(callEvent({ headers, stageVariables }))).context;
  };
  const key = { 'X-Api-Key': plaintext };
  const scopes = Array.from({ length: 400 }, (_, n) => `resource-${n}:some-long-action`);
  return {
    person: await contextOf('deny', { Authorization: 'Bearer good.token.x' }),
    nobody: await contextOf('observe', {}),
    outage: await contextOf('observe', key, (table) => {
      table.interfere = () => Promise.reject(new Error('no answer'));
    }),
    many: await contextOf('deny', key, (table) => table.putRole('developer', { scopes })),
  };
}

/** Allows all, with the context that the client asks for. */
const latchkey = (contexts: object) => `const contexts = ${JSON.stringify(contexts)};
exports.handler = async (event) => ({ principalId: 'p',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  context: contexts[event.headers['X-Want-Caller']] });`;

interface Received {
  readonly method: string;
  readonly url: string;
  /** By lower-case name; several values are joined. */
  readonly headers: Record<string, string | undefined>;
  readonly body: string;
}

/** Answers with what it has received, or as the path says. */
const backend: RequestListener = (request, response) => {
  void text(request).then((body) => {
    const { method, url = '', headers } = request;
    if (url.includes('/hang')) return;
    if (url.includes('/gone')) response.destroy();
    else if (url.includes('/missing')) response.writeHead(404, { 'X-Why': 'none' }).end('no such thing');
    else if (url.includes('/bytes'))
      response.writeHead(200, { 'Content-Encoding': 'x' }).end(Buffer.from([0x1f, 0x8b, 0xff]));
    else if (url.includes('/moved')) response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end();
    else {
      response.writeHead(201, {
        'Content-Type': 'application/json',
        'WWW-Authenticate': 'Basic',
        Via: 'something',
        Server: 'own',
        'X-Own': 'yes',
        'Set-Cookie': ['a', 'b'],
      });
      response.end(JSON.stringify({ method, url, headers, body }));
    }
  });
};

const forAll = {
  'integration.request.header.X-Latchkey-User': 'context.authorizer.userId',
  'integration.request.header.X-Latchkey-Key-Id': 'context.authorizer.keyId',
  'integration.request.header.X-Absent': 'context.authorizer.absent',
  'integration.request.header.X-Empty': 'context.authorizer.empty',
  'integration.request.header.Authorization': "'removed'",
  'integration.request.header.X-Api-Key': "'removed'",
};

let server: Server;
let laptop: Laptop;
let base: string;

beforeAll(async () => {
  server = createServer(backend).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const api = new RestApiResources().authorizer(arnOfResource('Guard'));
  api.path('Echo', 'echo').path('Rest', '{proxy+}', 'Echo').path('Item', 'items').path('One', '{id}', 'Item');
  api
    .path('Custom', 'custom')
    .path('CustomOne', '{id}', 'Custom')
    .path('Nobody', 'nobody')
    .path('Slow', 'slow');
  const proxy = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY' };
  api.method(
    'Rest',
    'ANY',
    {
      ...proxy,
      Uri: `${origin}/base/{proxy}`,
      RequestParameters: { ...forAll, 'integration.request.path.proxy': 'method.request.path.proxy' },
    },
    { ...api.guarded, RequestParameters: { 'method.request.path.proxy': true } },
  );
  api.method(
    'One',
    'POST',
    {
      Type: 'HTTP_PROXY',
      IntegrationHttpMethod: 'PUT',
      Uri: 'http://${stageVariables.host}/{id}/{page}?fixed=1',
      RequestParameters: {
        'integration.request.path.id': 'method.request.path.id',
        'integration.request.path.page': 'method.request.querystring.page',
        'integration.request.header.X-Copied': 'method.request.header.X-Source',
        'integration.request.header.X-Stage': 'stageVariables.label',
        'integration.request.header.X-Request': 'context.requestId',
        'integration.request.header.Host': "'orders.internal'",
      },
    },
    {
      RequestParameters: {
        'method.request.path.id': true,
        'method.request.querystring.page': false,
        'method.request.header.X-Source': false,
      },
    },
  );
  api.method(
    'CustomOne',
    'ANY',
    {
      Type: 'HTTP',
      IntegrationHttpMethod: 'POST',
      Uri: `${origin}/{id}`,
      RequestParameters: {
        'integration.request.path.id': 'method.request.path.id',
        'integration.request.header.X-Only': "'this'",
      },
      IntegrationResponses: [
        {
          StatusCode: '200',
          SelectionPattern: '2\\d\\d',
          ResponseParameters: {
            'method.response.header.X-Theirs': 'integration.response.header.X-Own',
            'method.response.header.X-Ours': "'1'",
          },
        },
        {
          StatusCode: '410',
          SelectionPattern: '404',
          ResponseTemplates: { 'application/json': '{"at":"$context.stage"}' },
        },
      ],
    },
    { RequestParameters: { 'method.request.path.id': true } },
  );
  const told = new RestApiResources('Told').authorizer(arnOfResource('Latchkey')).path('Orders', 'orders');
  const requestParameters = mappingsBehindAuthorizer({});
  const mapped = { ...proxy, Uri: `${origin}/orders`, RequestParameters: requestParameters };
  told.method('Orders', 'GET', mapped, told.guarded).stage('told');
  api.method('Nobody', 'GET', { ...proxy, Uri: 'http://127.0.0.1:1/' });
  api.method('Slow', 'GET', { ...proxy, Uri: `${origin}/hang`, TimeoutInMillis: 50 });
  api.stage('prod', { Variables: { host: `127.0.0.1:${port}`, label: 'green' } });
  laptop = await Laptop.start();
  await laptop.deploy(
    {
      Guard: functionResource('guard'),
      Latchkey: functionResource('latchkey'),
      ...api.all,
      ...told.all,
    },
    { guard, latchkey: latchkey(await untoldContexts()) },
  );
  base = `${laptop.listen()}/prod`;
}, 60_000);

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await laptop.stopAndForget();
});

async function receive(path: string, init: RequestInit = {}): Promise<Received> {
  const response = await fetch(`${base}${path}`, init);
  return (await response.json()) as Received;
}

test('a proxy passes method, path, query, headers and body on as they are', async () => {
  const received = await receive('/echo/a%2Fb/c%20d?x=1&x=2&y=a+b', {
    method: 'PATCH',
    headers: { 'X-Mine': 'yes', 'Content-Type': 'text/plain', 'User-Agent': 'curl' },
    body: 'grüße',
  });
  expect(received).toMatchObject({ method: 'PATCH', url: '/base/a%2Fb/c%20d?x=1&x=2&y=a+b', body: 'grüße' });
  expect(received.headers).toMatchObject({
    'x-mine': 'yes',
    'content-type': 'text/plain',
    'user-agent': 'curl',
    'x-forwarded-for': '127.0.0.1',
    'x-amzn-apigateway-api-id': expect.stringMatching(/^[a-z0-9]{10}$/),
    'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
  });
});

test('a mapping takes the place of what a client sends, whatever the spelling of its name', async () => {
  const { headers } = await receive('/echo/x', {
    headers: {
      'x-latchkey-user': 'admin',
      'X-LATCHKEY-KEY-ID': 'forged',
      Authorization: 'Bearer secret',
      'x-api-key': 'secret',
    },
  });
  expect(headers).toMatchObject({
    'x-latchkey-user': 'ann@example.com',
    'x-latchkey-key-id': 'k-1',
    authorization: 'removed',
    'x-api-key': 'removed',
  });
  expect(JSON.stringify(headers)).not.toContain('secret');
});

test.each<[caller: string, told: Record<string, string>]>([
  ['person', { user: 'ada@example.com', 'key-id': '-', scopes: '["database:*"]' }],
  ['nobody', { user: '-', 'key-id': '-', scopes: '[]' }],
  ['outage', { user: '-', 'key-id': '-', scopes: '[]' }],
  ['many', { user: 'ci-bot@example.com', 'key-id': '3f0c0000-0000-4000-a000-000000000000', scopes: '-' }],
])(
  'a backend sees no forged header, also where there is nothing to tell of a caller: %s',
  async (caller, told) => {
    const forged = {
      'X-Latchkey-User': 'admin',
      'X-Latchkey-Key-Id': 'forged',
      'X-Latchkey-Scopes': '["*"]',
    };
    const { headers } = (await (
      await fetch(`${laptop.url}/told/orders`, { headers: { ...forged, 'X-Want-Caller': caller } })
    ).json()) as Received;
    const seen = Object.entries(told).map(([name, value]) => [`x-latchkey-${name}`, value]);
    expect(headers).toMatchObject(Object.fromEntries(seen));
  },
);

test('a mapping without a value sets nothing, so that a client could', async () => {
  const { headers } = await receive('/echo/x', { headers: { 'X-Absent': 'forged', 'X-Empty': 'forged' } });
  expect([headers['x-absent'], headers['x-empty']]).toEqual(['forged', 'forged']);
});

test('headers of one connection, a signature and what is for the gateway are not passed on', async () => {
  const { headers } = await receive('/echo/x', {
    headers: { 'Content-MD5': 'x', 'Max-Forwards': '1', Via: 'a', 'X-Amzn-Apigateway-Api-Id': 'forged' },
  });
  expect(Object.keys(headers)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/content-md5|max-forwards|via/)]),
  );
  expect(headers['x-amzn-apigateway-api-id']).not.toBe('forged');
});

test('maps path parameters, query, headers, stage and context, with a method of its own', async () => {
  const received = await receive('/items/a%20b?page=7', {
    method: 'POST',
    headers: { 'X-Source': 'copied', 'X-Amzn-RequestId': 'mine' },
    body: '{}',
  });
  expect(received).toMatchObject({ method: 'PUT', url: '/a%20b/7?fixed=1&page=7', body: '{}' });
  expect(received.headers).toMatchObject({
    'x-copied': 'copied',
    'x-stage': 'green',
    'x-request': 'mine',
    host: 'orders.internal',
  });
});

test("a backend's answer reaches the client with the headers that API Gateway renames", async () => {
  const { status, headers } = await fetch(`${base}/echo/x`);
  expect(status).toBe(201);
  expect(Object.fromEntries(headers)).toMatchObject({
    'x-own': 'yes',
    'x-amzn-remapped-www-authenticate': 'Basic',
    'x-amzn-remapped-server': 'own',
    'x-amzn-remapped-date': expect.any(String),
  });
  expect([headers.get('www-authenticate'), headers.get('via'), headers.get('server')]).toEqual([
    null,
    null,
    null,
  ]);
  expect(headers.getSetCookie()).toEqual(['a', 'b']);
  const missing = await fetch(`${base}/echo/missing`);
  expect([missing.status, await missing.text()]).toEqual([404, 'no such thing']);
  expect((await fetch(`${base}/echo/moved`, { redirect: 'manual' })).status).toBe(302);
});

test('bytes of a backend arrive as they are', async () => {
  const response = await fetch(`${base}/echo/bytes`);
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0x1f, 0x8b, 0xff]);
});

test('an integration that is no proxy passes on what is mapped, and the body', async () => {
  const response = await fetch(`${base}/custom/7?x=1`, {
    method: 'PATCH',
    headers: { Authorization: 'Bearer secret', 'X-Mine': 'yes', 'Content-Type': 'application/json' },
    body: '{"a":1}',
  });
  expect(response.status).toBe(200);
  expect([
    response.headers.get('x-theirs'),
    response.headers.get('x-ours'),
    response.headers.get('x-own'),
  ]).toEqual(['yes', '1', null]);
  const { headers, ...received } = (await response.json()) as Received;
  expect(received).toEqual({ method: 'POST', url: '/7', body: '{"a":1}' });
  expect(headers).toMatchObject({
    'x-only': 'this',
    accept: 'application/json',
    'content-type': 'application/json',
  });
  expect(headers['user-agent']).toMatch(/^AmazonAPIGateway_/);
  expect([headers.authorization, headers['x-mine']]).toEqual([undefined, undefined]);
  const gone = await fetch(`${base}/custom/missing`);
  expect([gone.status, await gone.json()]).toEqual([410, { at: 'prod' }]);
});

test.each([
  ['/nobody', 504],
  ['/slow', 504],
  ['/echo/gone', 504],
  ['/custom/moved', 500],
])('what fails at %s is %i', async (path, status) => {
  const response = await fetch(`${base}${path}`);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({
    message: expect.stringMatching(/Internal server error|timed out/),
  });
});

test('a value that no header can have is an error of the gateway', async () => {
  const response = await fetch(`${base}/echo/x`, { headers: { 'X-Want-User': 'break' } });
  expect([response.status, await response.json()]).toEqual([500, { message: 'Internal server error' }]);
});
