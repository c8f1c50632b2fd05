import type { APIGatewayRequestAuthorizerEvent, APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import type { ProtectedApiItem } from '../../lambdas/contract/credential-items.ts';
import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { callEvent, ordersStage } from '../support/memory-calls.ts';
import { gatewayAuthorizerOver } from '../support/memory-gateway-authorizer.ts';
import { type HttpCalled, httpCallEvent } from '../support/memory-http-calls.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from '../support/memory-ports.ts';
import { namedStage, ofTheManual } from './http-events.ts';

const { plaintext } = mintSecret('lk', predictableRandom());
const headers = { 'X-Api-Key': plaintext };
const routes: ProtectedRoute[] = [
  { method: 'GET', path: '/orders', scopes: ['database:read'] },
  { method: 'ANY', path: '/orders', scopes: ['billing:manage'] },
  { method: 'GET', path: '/orders/{id}' },
  { method: 'GET', path: '/p/{project}', project: '{project}', module: 'm', action: 'read' },
  { method: 'ANY', path: '/files/{proxy+}' },
  { method: 'GET', path: '/files/secret', scopes: ['billing:manage'] },
  { method: 'POST', path: '/dear', cost: 101 },
];
const warnings = captureLogLines();
let table: MemoryCredentials;
let clock: SettableClock;
let handler: ReturnType<typeof gatewayAuthorizerOver>;
let lines: any[];
beforeEach(() => {
  table = new MemoryCredentials();
  table.putCredential(plaintext, { rateLimitTier: 'free' });
  table.putUser('ci-bot@example.com');
  table.putRole('developer', { accessRights: { projects: { sales: { modules: { '*': 'write' } } } } });
  table.putApi(ordersStage, routes);
  clock = clockAt(noon);
  lines = [];
  handler = gatewayAuthorizerOver(table, clock.now, { print: (line) => lines.push(line) });
});
const register = (fields: Partial<ProtectedApiItem>) => table.putApi(ordersStage, routes, fields);

async function answerTo(event: object): Promise<string> {
  const { isAuthorized, context } = await handler(event as APIGatewayRequestAuthorizerEventV2);
  return `${isAuthorized} ${context.code}`;
}
const ask = (called: HttpCalled) => answerTo(httpCallEvent({ headers, ...called }));

describe('a call to an HTTP API', () => {
  const order = (id: string): HttpCalled => ({ call: 'GET /orders/{id}', pathParameters: { id } });
  const file = (proxy: string): HttpCalled => ({
    call: 'GET /files/x',
    routeKey: 'ANY /files/{proxy+}',
    pathParameters: { proxy },
  });
  const project = (name: string): HttpCalled => ({
    call: 'GET /p/{project}',
    pathParameters: { project: name },
  });

  test.each<[string, HttpCalled, string]>([
    ['to a registered route', {}, 'true VALID'],
    ['without a credential', { headers: {} }, 'false UNAUTHENTICATED'],
    ['to a stage that is not registered', { stage: { ...ordersStage, stage: 'test' } }, 'false API_UNKNOWN'],
    ['to another account', { stage: { ...ordersStage, accountId: '210987654321' } }, 'false API_UNKNOWN'],
    ['to a route that is not registered', { call: 'GET /other' }, 'false ROUTE_UNKNOWN'],
    ['to the route $default', { routeKey: '$default' }, 'false ROUTE_UNKNOWN'],
    ['by HEAD', { call: 'HEAD /orders/{id}', pathParameters: { id: '7' } }, 'false ROUTE_UNKNOWN'],
    ['to ANY', { call: 'PUT /orders', routeKey: 'ANY /orders' }, 'false INSUFFICIENT_PERMISSIONS'],
    ['to ANY, by a method with needs of its own', { routeKey: 'ANY /orders' }, 'true VALID'],
    ['to a greedy route', file('a/b'), 'true VALID'],
    ['to nothing below a greedy route', file(''), 'true VALID'],
    ['to a greedy route that climbs', file('a/../../orders'), 'false ROUTE_UNKNOWN'],
    ['to a greedy route that stands for a more exact one', file('secret'), 'false ROUTE_UNKNOWN'],
    ['to a greedy route that a backend would cut off', file('secret?x'), 'false ROUTE_UNKNOWN'],
    ['to a parameter that was encoded', order('a b'), 'true VALID'],
    ['to a parameter with an encoded slash', order('a/b'), 'false ROUTE_UNKNOWN'],
    ['to a parameter that climbs', order('..'), 'false ROUTE_UNKNOWN'],
    ['to a parameter that was encoded twice', order('%2e%2e'), 'false ROUTE_UNKNOWN'],
    ['to a parameter that a backend would cut off', order('7#x'), 'false ROUTE_UNKNOWN'],
    ['to a parameter that is no text', order('\ud800'), 'false ROUTE_UNKNOWN'],
    ['to a parameter that fills in', project('sales'), 'true VALID'],
    ['to a parameter that fills in something else', project('ops'), 'false INSUFFICIENT_PERMISSIONS'],
    ['to a parameter that fills in, encoded twice', project('%73ales'), 'false ROUTE_UNKNOWN'],
    ['to routes that nobody has registered', { stageVariables: { latchkey: 'f' } }, 'false ROUTE_UNKNOWN'],
    ['that costs more than the limit', { call: 'POST /dear' }, 'false RATE_LIMITED'],
  ])('%s', async (_, called, expected) => {
    expect(await ask(called)).toBe(expected);
  });

  test.each<[string, object, string]>([
    ['without a route', { routeKey: undefined }, 'false ROUTE_UNKNOWN'],
    ['with a route that is no text', { routeKey: ['GET /orders'] }, 'false ROUTE_UNKNOWN'],
    ['without context', { requestContext: undefined }, 'false API_UNKNOWN'],
    ['without ARN', { routeArn: undefined }, 'false API_UNKNOWN'],
    ['without headers', { headers: undefined }, 'false UNAUTHENTICATED'],
    ['with headers that are no texts', { headers: { 'x-api-key': [plaintext] } }, 'false UNAUTHENTICATED'],
    [
      'of another stage by its ARN',
      { routeArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/production/GET/orders' },
      'false API_UNKNOWN',
    ],
  ])('by an event %s', async (_, changes, expected) => {
    expect(await answerTo({ ...httpCallEvent({ headers }), ...changes })).toBe(expected);
  });

  test('on the stage $default', async () => {
    const stage = { ...ordersStage, stage: '$default' };
    expect(await ask({ stage })).toBe('false API_UNKNOWN');
    table.putApi(stage, routes);
    clock.set(noon + 10_000);
    expect(await ask({ stage })).toBe('true VALID');
  });

  test('as gateways send it', async () => {
    const { accountId, apiId } = namedStage.requestContext;
    table.putApi({ accountId, apiId, stage: 'dev' }, [{ method: 'GET', path: '/applications' }]);
    const sent = { ...namedStage.headers, authorization: `Bearer ${plaintext}` };
    expect(await answerTo({ ...namedStage, headers: sent })).toBe('true VALID');
    expect(await answerTo(namedStage)).toBe('false API_KEY_INVALID');
    expect(lines).toMatchObject([
      {
        usage: {
          path: '/applications',
          sourceIp: '0.0.0.0',
          userAgent: 'curl/8.1.2',
          requestId: 'QHACgr8sig0MELg=',
        },
      },
    ]);
    expect(await answerTo({ ...ofTheManual, headers })).toBe('false API_UNKNOWN');
  });

  test('in payload format 1.0, which decodes parameters too', async () => {
    const called = { call: 'GET /p/{project}', pathParameters: { project: '%73ales' }, headers };
    const codeOf = async (event: APIGatewayRequestAuthorizerEvent) =>
      (await handler(event)).context?.['code'];
    expect(await codeOf(callEvent(called))).toBe('VALID');
    expect(await codeOf({ ...callEvent(called), version: '1.0' } as never)).toBe('ROUTE_UNKNOWN');
  });
});

test.each<[string, Record<string, string | string[]>]>([
  ['twice', { 'X-Api-Key': [plaintext, plaintext] }],
  ['with a comma behind it', { 'X-Api-Key': `${plaintext},` }],
  ['in two headers', { ...headers, Authorization: `Bearer ${plaintext}` }],
  ['twice in Authorization', { Authorization: [`Bearer ${plaintext}`, 'Bearer x'] }],
  ['of which one is empty', { Authorization: ['', `Bearer ${plaintext}`] }],
])('a credential that is sent %s is none', async (_, sent) => {
  expect(await ask({ headers: sent })).toBe('false UNAUTHENTICATED');
});

test('who is let through is told of in texts, which fit', async () => {
  const told = await handler(httpCallEvent({ headers }));
  const another = gatewayAuthorizerOver(table, clock.now);
  expect(told).toEqual({ isAuthorized: true, context: (await another(callEvent({ headers }))).context });
  expect(Object.values(told.context).every((value) => typeof value === 'string')).toBe(true);
  const scopes = Array.from({ length: 400 }, (_, n) => `resource-${n}:some-long-action`);
  table.putRole('developer', { scopes: ['database:read', ...scopes] });
  clock.set(noon + 10_000);
  const { context } = await handler(httpCallEvent({ headers }));
  expect(context).toMatchObject({ scopes: '-', accessRights: '-', toldUser: 'ci-bot@example.com' });
});

test('nobody is answered 401, since a gateway would make 500 of what is thrown', async () => {
  register({ unauthenticated: '401' });
  table.putCredential(plaintext, { status: 'paused' });
  expect(await ask({})).toBe('false API_KEY_PAUSED');
  expect(lines).toMatchObject([{ usage: { status: 403, code: 'API_KEY_PAUSED' } }]);
});

test('with middleware, backends answer who is authenticated', async () => {
  register({ enforcement: 'middleware' });
  expect(await ask({ call: 'PUT /orders', routeKey: 'ANY /orders' })).toBe('true INSUFFICIENT_PERMISSIONS');
  expect(await ask({ headers: {} })).toBe('false UNAUTHENTICATED');
  expect(await ask({ routeKey: '$default' })).toBe('false ROUTE_UNKNOWN');
});

test('while DynamoDB gives no answer only what is observed is let through', async () => {
  table.interfere = () => Promise.reject(new Error('no answer'));
  await expect(ask({})).rejects.toThrow('no answer');
  expect(await ask({ stageVariables: { latchkeyEnforcement: 'observe' } })).toBe('true UNAVAILABLE');
  expect(warnings).toEqual([expect.stringContaining('no answer')]);
});
