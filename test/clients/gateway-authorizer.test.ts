import { type ProtectedEvent, type ProxyEvent, protect } from '../../clients/typescript/src/lambda.ts';
import type { AuthorizerContext } from '../../clients/typescript/src/lambda/authorizer-context.ts';
import type { ForeignContext } from '../../lambdas/contract/foreign-context.ts';
import type { Enforcement } from '../../lambdas/contract/protected-api.ts';
import type { UsageLine } from '../../lambdas/contract/usage.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { lambdaContext } from '../support/memory-events.ts';
import { callEvent, ordersStage } from '../support/memory-calls.ts';
import { gatewayAuthorizerOver } from '../support/memory-gateway-authorizer.ts';
import { clockAt, noon, predictableRandom } from '../support/memory-ports.ts';
import { httpCallEvent } from '../support/memory-http-calls.ts';
import { httpEvent, judged, restEvent } from './proxy-events.ts';

const { plaintext } = mintSecret('lk', predictableRandom());
const key = { 'X-Api-Key': plaintext };
const ada = { Authorization: 'Bearer good.token.x' };
const routes = [
  { method: 'GET', path: '/orders', scopes: ['database:read'] },
  { method: 'POST', path: '/orders', cost: 60 },
  { method: 'PUT', path: '/orders', cost: 101 },
  { method: 'DELETE', path: '/orders', scopes: ['billing:manage'] },
] as const;
const loadTokenVerifier = async () => ({ verify: async () => 'ada@example.com' });

/** An API with this enforcement: the gateway's authorizer, and a backend with `protect()`. */
function protectedApi(enforcement: Enforcement, allowedIps: string[] | null = null) {
  const table = new MemoryCredentials();
  table.putCredential(plaintext, { rateLimitTier: 'free', allowedIps });
  table.putUser('ci-bot@example.com');
  table.putUser('ada@example.com', { roles: [] });
  table.putRole('developer');
  table.putApi(ordersStage, routes, { enforcement, people: true });
  const lines: UsageLine[] = [];
  const contexts: ForeignContext[] = [];
  const print = (line: object) => void lines.push(line as UsageLine);
  const authorizer = gatewayAuthorizerOver(table, clockAt(noon).now, { loadTokenVerifier, print });
  let served = 0;
  const backend = protect((event: ProtectedEvent<ProxyEvent>) => {
    served++;
    return {
      statusCode: 200,
      headers: {},
      body: JSON.stringify({ userId: event.principal?.userId ?? null }),
    };
  });
  const call = async (called: string, headers = {}) => {
    const { policyDocument, context } = await authorizer(callEvent({ call: called, headers }));
    const [{ Effect }] = policyDocument.Statement as unknown as [{ Effect: string }];
    if (Effect === 'Deny') return { by: 'gateway', status: 403, body: context };
    contexts.push(context as ForeignContext);
    const before = served;
    const { statusCode, headers: told, body } = await backend(restEvent(context), lambdaContext);
    const by = served > before ? 'backend' : 'protect()';
    return { by, status: statusCode, headers: told, body: JSON.parse(body) };
  };
  /** The same by an HTTP API. */
  const callOverHttp = async (called: string, headers = {}) => {
    const { isAuthorized, context } = await authorizer(httpCallEvent({ call: called, headers }));
    if (!isAuthorized) return { status: 403, code: context.code };
    const { statusCode, body } = await backend(httpEvent(context), lambdaContext);
    return { status: statusCode, body: JSON.parse(body) };
  };
  return { call, callOverHttp, lines, contexts };
}

test('what protect() reads is what the authorizer says', async () => {
  const { contexts, call } = protectedApi('middleware');
  await call('GET /orders', key);
  const said: AuthorizerContext = contexts[0]!;
  expect(Object.keys(said)).toEqual(expect.arrayContaining(Object.keys(judged)));
});

test.each<[string, string, object, string[] | null, object]>([
  ['a call that may be made', 'GET /orders', key, null, { by: 'backend', status: 200 }],
  ['no credential', 'GET /orders', {}, null, { by: 'gateway', status: 403 }],
  ['a route that is not registered', 'PATCH /orders', key, null, { by: 'gateway', status: 403 }],
  [
    'a scope that is missing',
    'DELETE /orders',
    key,
    null,
    { by: 'protect()', status: 403, body: { missingScopes: ['billing:manage'] } },
  ],
  [
    'another address',
    'GET /orders',
    key,
    ['192.0.2.1'],
    { by: 'protect()', body: { code: 'IP_NOT_ALLOWED' } },
  ],
  ['a person without roles', 'GET /orders', ada, null, { status: 403, body: { code: 'USER_HAS_NO_ROLES' } }],
  ['a call above every limit', 'PUT /orders', key, null, { by: 'protect()', status: 429 }],
])(
  'with middleware, %s is answered as its usage line says',
  async (_, called, headers, allowedIps, answer) => {
    const { call, lines } = protectedApi('middleware', allowedIps);
    const answered = await call(called, headers);
    expect(answered).toMatchObject(answer);
    // A line about a call that was let through has no status: the backend gives it.
    for (const { usage } of lines)
      expect(usage.status).toBe(answered.by === 'backend' ? null : answered.status);
  },
);

test('behind an HTTP API, protect() answers as behind a REST API', async () => {
  const { callOverHttp } = protectedApi('middleware');
  const passed = { status: 200, body: { userId: 'ci-bot@example.com' } };
  expect(await callOverHttp('GET /orders', key)).toEqual(passed);
  const missingScopes = ['billing:manage'];
  expect(await callOverHttp('DELETE /orders', key)).toMatchObject({ status: 403, body: { missingScopes } });
  expect(await callOverHttp('PUT /orders', key)).toMatchObject({
    status: 429,
    body: { code: 'RATE_LIMITED' },
  });
  expect(await callOverHttp('GET /orders')).toEqual({ status: 403, code: 'UNAUTHENTICATED' });
});

test('with middleware, a call over the limit is told when to come back, and what is left', async () => {
  const { call } = protectedApi('middleware');
  expect(await call('POST /orders', key)).toMatchObject({
    status: 200,
    headers: { 'RateLimit-Policy': '"free";q=100;w=60', RateLimit: '"free";r=40;t=36' },
  });
  const { status, headers, body } = await call('POST /orders', key);
  expect([status, body]).toMatchObject([429, { code: 'RATE_LIMITED', title: 'Too Many Requests' }]);
  expect(headers).toMatchObject({ 'Retry-After': '12', RateLimit: '"free";r=40;t=36' });
});

test.each<[string, object, string | null]>([
  ['DELETE /orders', key, 'ci-bot@example.com'],
  ['PATCH /orders', key, 'ci-bot@example.com'],
  ['GET /orders', {}, null],
])('an observed API lets %s with %j through', async (called, headers, userId) => {
  const { call } = protectedApi('observe');
  expect(await call(called, headers)).toMatchObject({ by: 'backend', status: 200, body: { userId } });
});
