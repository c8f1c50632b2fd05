import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { ProtectedApiItem } from '../../lambdas/contract/credential-items.ts';
import type { ProtectedRoute } from '../../lambdas/domain/apis/protected-route.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { type Called, callEvent, ordersStage } from '../support/memory-calls.ts';
import { gatewayAuthorizerOver } from '../support/memory-gateway-authorizer.ts';
import { clockAt, noon, predictableRandom, type SettableClock } from '../support/memory-ports.ts';

const { plaintext } = mintSecret('lk', predictableRandom());
const headers = { 'X-Api-Key': plaintext };
const routes: ProtectedRoute[] = [
  { method: 'GET', path: '/orders', scopes: ['database:read'] },
  { method: 'GET', path: '/orders/{id}' },
  { method: 'GET', path: '/p/{project}', project: '{project}', module: 'm', action: 'read' },
  { method: 'GET', path: '/q/{other}', project: '{project}', module: 'm', action: 'read' },
  { method: 'POST', path: '/drop', scopes: ['billing:manage'] },
  { method: 'ANY', path: '/files/{proxy+}' },
  { method: 'GET', path: '/files/secret', scopes: ['billing:manage'] },
];
let table: MemoryCredentials;
let clock: SettableClock;
let handler: ReturnType<typeof gatewayAuthorizerOver>;
beforeEach(() => {
  table = new MemoryCredentials();
  table.putCredential(plaintext, { rateLimitTier: 'enterprise' });
  table.putUser('ci-bot@example.com');
  table.putRole('developer', { accessRights: { projects: { sales: { modules: { '*': 'write' } } } } });
  table.putApi(ordersStage, routes);
  clock = clockAt(noon);
  handler = gatewayAuthorizerOver(table, clock.now);
});

async function answerTo(event: APIGatewayRequestAuthorizerEvent): Promise<string> {
  const { policyDocument, context } = await handler(event);
  const [{ Effect, Resource }] = policyDocument.Statement as unknown as [
    { Effect: string; Resource: string },
  ];
  expect(Resource).toMatch(/\/\*$/);
  return `${Effect} ${context?.['code']}`;
}
const ask = (called: Called) => answerTo(callEvent({ headers, ...called }));
type Changes = Partial<Record<keyof APIGatewayRequestAuthorizerEvent | 'requestContext', unknown>>;
const forged = (changes: Changes) => answerTo({ ...callEvent({ headers }), ...changes } as never);
const arn = (path: string) => `arn:aws:execute-api:eu-west-1:${path}/GET/orders`;
const context = (changes: object) => ({ ...callEvent({}).requestContext, ...changes });

describe('a call that is not known to be allowed is denied', () => {
  test.each<[string, Called, string]>([
    ['a registered route', {}, 'Allow VALID'],
    ['a stage that is not registered', { stage: { ...ordersStage, stage: 'test' } }, 'Deny API_UNKNOWN'],
    ['another API', { stage: { ...ordersStage, apiId: 'zzz' } }, 'Deny API_UNKNOWN'],
    ['another account', { stage: { ...ordersStage, accountId: '210987654321' } }, 'Deny API_UNKNOWN'],
    ['a route that is not listed', { call: 'GET /other' }, 'Deny ROUTE_UNKNOWN'],
    ['a method that is not listed', { call: 'DELETE /orders' }, 'Deny ROUTE_UNKNOWN'],
    ['HEAD', { call: 'HEAD /orders' }, 'Deny ROUTE_UNKNOWN'],
    ['a trailing slash', { call: 'GET /orders/' }, 'Deny ROUTE_UNKNOWN'],
    ['an encoded slash', { call: 'GET /orders/{id}', pathParameters: { id: 'a%2Fb' } }, 'Deny ROUTE_UNKNOWN'],
    ['a dotted path', { call: 'GET /orders/{id}', pathParameters: { id: '%2e%2e' } }, 'Deny ROUTE_UNKNOWN'],
    [
      'a second encoding',
      { call: 'GET /orders/{id}', pathParameters: { id: '%252e' } },
      'Deny ROUTE_UNKNOWN',
    ],
    ['a greedy path', { call: 'PUT /files/{proxy+}', pathParameters: { proxy: 'a/b' } }, 'Allow VALID'],
    [
      'a greedy path that climbs',
      { call: 'PUT /files/{proxy+}', pathParameters: { proxy: 'a/../../drop' } },
      'Deny ROUTE_UNKNOWN',
    ],
    [
      'a greedy path that stands for a more exact route',
      { call: 'GET /files/{proxy+}', pathParameters: { proxy: '%73ecret' } },
      'Deny ROUTE_UNKNOWN',
    ],
    [
      'a parameter that fills in',
      { call: 'GET /p/{project}', pathParameters: { project: 'sales' } },
      'Allow VALID',
    ],
    [
      'a parameter that fills in something else',
      { call: 'GET /p/{project}', pathParameters: { project: 'ops' } },
      'Deny INSUFFICIENT_PERMISSIONS',
    ],
    ['a wildcard', { call: 'GET /p/{project}', pathParameters: { project: '*' } }, 'Deny ROUTE_UNKNOWN'],
    ['a parameter that is missing', { call: 'GET /p/{project}' }, 'Deny ROUTE_UNKNOWN'],
    [
      'a registration that lacks a parameter',
      { call: 'GET /q/{other}', pathParameters: { other: 'x', project: 'sales' } },
      'Deny ROUTE_UNKNOWN',
    ],
    [
      'a path that the registration has without its parameter',
      { call: 'GET /orders/{number}', pathParameters: { number: '7' } },
      'Deny ROUTE_UNKNOWN',
    ],
    [
      'routes that nobody has registered',
      { stageVariables: { latchkey: 'f'.repeat(64) } },
      'Deny ROUTE_UNKNOWN',
    ],
    ['no routes', { stageVariables: { latchkey: '' } }, 'Deny ROUTE_UNKNOWN'],
    ['what the key lacks', { call: 'POST /drop' }, 'Deny INSUFFICIENT_PERMISSIONS'],
  ])('%s', async (_, called, expected) => {
    expect(await ask(called)).toBe(expected);
  });

  test.each<[string, Changes, string]>([
    ['without resource', { resource: undefined }, 'Deny ROUTE_UNKNOWN'],
    ['without method', { httpMethod: undefined }, 'Deny ROUTE_UNKNOWN'],
    ['without context', { requestContext: undefined }, 'Deny API_UNKNOWN'],
    ['without identity', { requestContext: context({ identity: undefined }) }, 'Allow VALID'],
    ['of another account by its ARN', { methodArn: arn('210987654321:a1b2c3/prod') }, 'Deny API_UNKNOWN'],
    ['of another API by its ARN', { methodArn: arn('123456789012:a1b2/prod') }, 'Deny API_UNKNOWN'],
    ['of another stage by its ARN', { methodArn: arn('123456789012:a1b2c3/production') }, 'Deny API_UNKNOWN'],
    [
      'of the stage by its ARN alone',
      { requestContext: context({ stage: 'production' }) },
      'Deny API_UNKNOWN',
    ],
    ['with a stage that is no text', { requestContext: context({ stage: ['prod'] }) }, 'Deny API_UNKNOWN'],
    ['with a resource that is no text', { resource: ['/orders'] }, 'Deny ROUTE_UNKNOWN'],
    [
      'with parameters that are no texts',
      { resource: '/orders/{id}', pathParameters: { id: { a: 1 } } },
      'Deny ROUTE_UNKNOWN',
    ],
    ['with the routes of a prototype', { stageVariables: Object.create({ latchkey: 'x' }) }, 'Allow VALID'],
  ])('an event %s', async (_, changes, expected) => {
    expect(await forged(changes)).toBe(expected);
  });
});

test('codes come in order: the credential’s, the API’s, the route’s, what it requires, the limit', async () => {
  const unknown = { stage: { ...ordersStage, stage: 'test' } };
  const everything = { ...unknown, call: 'POST /drop' };
  expect(await ask({ ...everything, headers: {} })).toBe('Deny UNAUTHENTICATED');
  expect(await ask({ ...everything, headers: { ...headers, Authorization: `Bearer ${plaintext}` } })).toBe(
    'Deny UNAUTHENTICATED',
  );
  expect(await ask({ ...everything, headers: { 'X-Api-Key': 'lk_x' } })).toBe('Deny API_KEY_INVALID');
  const limited = { rateLimitTier: 'free' };
  table.putCredential(plaintext, { ...limited, status: 'paused' });
  expect(await ask(everything)).toBe('Deny API_KEY_PAUSED');
  table.putCredential(plaintext, { ...limited, allowedIps: ['198.51.100.0/24'] });
  expect(await ask(everything)).toBe('Deny IP_NOT_ALLOWED');
  table.putCredential(plaintext, limited);
  for (let n = 0; n < 100; n++) await ask({});
  expect(await ask({})).toBe('Deny RATE_LIMITED');
  expect(await ask(everything)).toBe('Deny API_UNKNOWN');
  expect(await ask({ call: 'POST /other' })).toBe('Deny ROUTE_UNKNOWN');
  expect(await ask({ call: 'POST /drop' })).toBe('Deny INSUFFICIENT_PERMISSIONS');
});

test('a registration that is deleted while it serves refuses within ten seconds', async () => {
  expect(await ask({})).toBe('Allow VALID');
  table.removeApi(ordersStage);
  clock.set(noon + 10_000);
  expect(await ask({})).toBe('Deny API_UNKNOWN');
});

test('what ends a key ends it at the next call', async () => {
  expect(await ask({})).toBe('Allow VALID');
  table.putCredential(plaintext, { scopes: [], rateLimitTier: 'enterprise' });
  expect(await ask({})).toBe('Deny INSUFFICIENT_PERMISSIONS');
  table.putCredential(plaintext);
  table.putUser('ci-bot@example.com', { status: 'disabled' });
  expect(await ask({})).toBe('Deny USER_DISABLED');
  table.putUser('ci-bot@example.com');
  table.removeCredential(plaintext);
  expect(await ask({})).toBe('Deny API_KEY_INVALID');
});

test('while DynamoDB gives no answer nothing is let through, and nobody is called invalid', async () => {
  await ask({});
  table.interfere = () => Promise.reject(new Error('no answer'));
  for (const sent of [headers, {}, { 'X-Api-Key': 'lk_x' }] as Record<string, string>[]) {
    clock.set(clock.now() + 10_000);
    await expect(ask({ headers: sent })).rejects.toThrow('no answer');
  }
});

describe('while routes are rolled out', () => {
  const strict: ProtectedRoute[] = [{ method: 'GET', path: '/orders', scopes: ['billing:manage'] }];
  const hashOf = () => (table.items.get('A#123456789012/a1b2c3/prod') as ProtectedApiItem).current;
  const by = (hash: string) => ask({ stageVariables: { latchkey: hash } });

  test.each(['looser', 'stricter'])(
    'to %s ones, no call is judged by those of another deployment',
    async (next) => {
      const [before, after] = next === 'looser' ? [strict, routes] : [routes, strict];
      table.putApi(ordersStage, before);
      const former = hashOf();
      expect(await by(former.hash)).toBe(next === 'looser' ? 'Deny INSUFFICIENT_PERMISSIONS' : 'Allow VALID');
      table.putApi(ordersStage, after, { previous: former });
      const latter = hashOf();
      const known = handler;
      // One that has judged before, the same when what it knows is due, and a new one.
      for (const [container, atMs] of [
        [known, noon],
        [known, noon + 10_000],
        [gatewayAuthorizerOver(table, clock.now), noon + 10_000],
      ] as const) {
        handler = container;
        clock.set(atMs);
        for (let n = 0; n < 3; n++) {
          expect(await by(former.hash)).toBe(
            next === 'looser' ? 'Deny INSUFFICIENT_PERMISSIONS' : 'Allow VALID',
          );
          expect(await by(latter.hash)).toBe(
            next === 'looser' ? 'Allow VALID' : 'Deny INSUFFICIENT_PERMISSIONS',
          );
        }
      }
    },
  );
});
