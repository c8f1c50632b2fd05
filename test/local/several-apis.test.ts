import { functionResource, Laptop } from './laptop.ts';
import { arnOfResource, lambdaProxy, RestApiResources } from './rest-api-resources.ts';

const echo = `exports.handler = async (event) =>
  ({ statusCode: 200, body: JSON.stringify({ own: process.env.OWN, event }) });`;

/** Refuses with what it was asked, and who it is. */
const guard = `exports.handler = async (event) => {
  if (event.headers.authorization === 'none') throw new Error('Unauthorized');
  return { principalId: 'p',
    policyDocument: { Version: '2012-10-17', Statement: [
      { Effect: event.headers.authorization === 'good' ? 'Allow' : 'Deny', Action: '*', Resource: '*' }] },
    context: { who: process.env.OWN, arn: event.methodArn, set: event.stageVariables.latchkey ?? 'none' } };
};`;

const denied = {
  ResponseType: 'ACCESS_DENIED',
  ResponseParameters: { 'gatewayresponse.header.Retry-After': 'context.authorizer.retryAfter' },
  ResponseTemplates: {
    'application/json':
      '{"by":"$context.authorizer.who","set":"$context.authorizer.set","variable":"$stageVariables.latchkey","absent":"$context.authorizer.absent","raw":$context.authorizer.absent}',
  },
};

const unauthorized = {
  ResponseType: 'UNAUTHORIZED',
  StatusCode: '401',
  ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" },
  ResponseTemplates: { 'application/json': '{"code":"UNAUTHENTICATED"}' },
};

/** As the CDK makes it: without a word about other types. */
const preflight = {
  Type: 'MOCK',
  RequestTemplates: { 'application/json': '{ statusCode: 200 }' },
  IntegrationResponses: [
    { StatusCode: '204', ResponseParameters: { 'method.response.header.Allow': "'GET'" } },
  ],
};

function own(logicalId: string, name: string) {
  return functionResource(logicalId, { Environment: { Variables: { OWN: name } } });
}

let laptop: Laptop;
let outputs: ReadonlyMap<string, string>;

beforeAll(async () => {
  laptop = await Laptop.start();
  const first = new RestApiResources('Api', 'first').path('Open', 'open').stage('api');
  first.method('Open', 'GET', lambdaProxy(arnOfResource('Fn')));
  const orders = new RestApiResources('Api', 'orders')
    .path('Orders', 'orders')
    .path('Order', '{id}', 'Orders');
  orders.authorizer({ Ref: 'GuardArn' }).stage('prod', { Variables: { latchkey: 'abc123', n: 5 } });
  orders.method('Order', 'GET', lambdaProxy(arnOfResource('Fn')), orders.guarded);
  orders.method('Orders', 'OPTIONS', preflight);
  orders.add('Denied', 'GatewayResponse', { ...denied, StatusCode: '403' });
  orders.add('Unauthorized', 'GatewayResponse', unauthorized);
  const other = new RestApiResources('Other', 'other').path('Orders', 'orders').stage('prod');
  other
    .authorizer({ Ref: 'GuardArn' })
    .method('Orders', 'GET', lambdaProxy(arnOfResource('Fn')), other.guarded);
  outputs = await laptop.deployStacks(
    {
      latchkey: {
        Resources: { Fn: own('echo', 'first'), Guard: own('guard', 'latchkey'), ...first.all },
        Outputs: { Guard: { Value: arnOfResource('Guard'), Export: { Name: 'guard' } } },
      },
      shop: {
        Parameters: {
          GuardArn: {
            Type: 'String',
            Default: 'arn:aws:lambda:us-east-1:000000000000:function:latchkey-Guard',
          },
        },
        Resources: { Fn: own('echo', 'shop'), ...orders.all, ...other.all },
        Outputs: {
          Endpoint: {
            Value: {
              'Fn::Sub': 'https://${Other}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${OtherStage}/',
            },
          },
        },
      },
    },
    { echo, guard },
  );
  laptop.listen();
}, 60_000);

afterAll(() => laptop.stopAndForget());

async function get(path: string, authorization = 'good') {
  const url = path.startsWith('http') ? path : `${laptop.url}${path}`;
  const response = await fetch(url, { headers: { authorization } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('each API is served under its stage, with its own functions', async () => {
  expect(JSON.parse((await get('/api/open')).text)).toMatchObject({
    own: 'first',
    event: { stageVariables: null },
  });
  const { status, text } = await get('/prod/orders/7');
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    own: 'shop',
    event: {
      path: '/orders/7',
      stageVariables: { latchkey: 'abc123', n: '5' },
      requestContext: {
        stage: 'prod',
        path: '/prod/orders/7',
        authorizer: { who: 'latchkey', set: 'abc123' },
      },
    },
  });
});

test('two APIs with stages of one name are told apart by their ids', async () => {
  const endpoint = outputs.get('shop.Endpoint') ?? '';
  expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_apis\/[a-z0-9]{10}\/prod\/$/);
  const [, id] = /_apis\/(\w+)/.exec(endpoint) ?? [];
  const { event } = JSON.parse((await get(`${endpoint}orders`)).text);
  expect(event).toMatchObject({
    path: '/orders',
    stageVariables: null,
    requestContext: { apiId: id, path: '/prod/orders', authorizer: { set: 'none' } },
  });
  expect(event.requestContext.authorizer.arn).toBe(
    `arn:aws:execute-api:us-east-1:000000000000:${id}/prod/GET/orders`,
  );
  expect((await get('/prod/orders')).status).toBe(403);
  expect((await get(`${endpoint}orders/7`)).status).toBe(403);
  expect((await get(`/_apis/${id}/api/open`)).status).toBe(403);
  expect((await get('/_apis/unknown/prod/orders')).status).toBe(403);
});

test('each API has its own gateway responses, with stage variables and what an authorizer leaves out as nothing', async () => {
  const { status, headers, text } = await get('/prod/orders/7', 'bad');
  expect(status).toBe(403);
  expect(text).toBe('{"by":"latchkey","set":"abc123","variable":"abc123","absent":"","raw":}');
  expect(headers.has('retry-after')).toBe(false);
  const unregistered = await get(`${outputs.get('shop.Endpoint')}orders`, 'bad');
  expect(JSON.parse(unregistered.text)).toEqual({ message: expect.stringContaining('not authorized') });
});

test('a function that throws Unauthorized is 401, with the static body and header of the API', async () => {
  const { status, headers, text } = await get('/prod/orders/7', 'none');
  expect([status, text]).toEqual([401, '{"code":"UNAUTHENTICATED"}']);
  expect(headers.get('www-authenticate')).toBe('Bearer');
});

test('a preflight of the CDK is answered, and fails for a body that is not JSON', async () => {
  const response = await fetch(`${laptop.url}/prod/orders`, { method: 'OPTIONS' });
  expect([response.status, response.headers.get('allow')]).toEqual([204, 'GET']);
  const headers = { 'Content-Type': 'text/plain' };
  const odd = await fetch(`${laptop.url}/prod/orders`, { method: 'OPTIONS', headers, body: 'x' });
  expect([odd.status, await odd.json()]).toEqual([500, { message: 'Internal server error' }]);
});

test('without a distribution a page of the server’s own is at /', async () => {
  const page = await fetch(laptop.url);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('x-frame-options')).toBe('DENY');
  expect(await page.text()).toContain('This deployment has no console');
});
