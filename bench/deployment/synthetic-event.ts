import {
  authorizerEvent,
  proxyEvent,
  type RoutedRequest,
  routeRequest,
} from '../../local/rest-api/lambda-event.ts';

/** A call of the API, as a client makes it. */
export interface Call {
  readonly method: string;
  /** The resource with its parameters as in the routes, `/v1/api-keys/{id}`. */
  readonly resource: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What API Gateway sends to a REQUEST authorizer for `GET /v1/me` with a bearer credential. */
export function authorizerEventWith(credential: string): object {
  const headers = { Authorization: `Bearer ${credential}` };
  return authorizerEvent(route({ method: 'GET', resource: '/v1/me', headers }));
}

/** An API of somebody's own, and the call to it that is measured. */
export const foreignApiId = 'def456';
export const foreignStage = 'prod';
export const foreignCall = { method: 'GET', resource: '/orders/{id}', parameters: { id: '7' } } as const;

/** What its gateway sends to the gateway authorizer, from a stage that is deployed with routes of this hash. */
export function foreignEventWith(credential: string, routesHash: string): object {
  const headers = { Authorization: `Bearer ${credential}` };
  const at = { apiId: foreignApiId, stage: foreignStage, variables: { latchkey: routesHash } };
  return authorizerEvent(route({ ...foreignCall, headers }, at));
}

/** What API Gateway sends to a handler once an authorizer has answered with `context`. */
export function handlerEvent(call: Call, context: Readonly<Record<string, unknown>>): object {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const contentType: Record<string, string> = body === '' ? {} : { 'Content-Type': 'application/json' };
  return proxyEvent(route({ ...call, headers: { ...call.headers, ...contentType } }), context, body);
}

/** Where a call arrives. */
interface Address {
  readonly apiId: string;
  readonly stage: string;
  readonly variables: Readonly<Record<string, string>>;
}

const own: Address = { apiId: 'abc123', stage: 'api', variables: {} };

function route(
  { method, resource, parameters = {}, query = '', headers = {} }: Call,
  { apiId, stage: name, variables } = own,
): RoutedRequest {
  const path = resource.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? ''),
  );
  const sent = {
    Accept: 'application/json',
    'Accept-Encoding': 'gzip, deflate, br',
    Host: `${apiId}.execute-api.us-east-1.amazonaws.com`,
    'User-Agent': 'bench/1',
    'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793',
    'X-Forwarded-For': '203.0.113.7',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    ...headers,
  };
  const request = {
    requestId: '7f0e1f2a-0d1a-4c7e-9f63-0d5a3b1f9a11',
    extendedRequestId: 'JKJaXmPLvHcESHA=',
    receivedAtMs: Date.now(),
    method,
    path: `/${name}${path}`,
    query,
    protocol: 'HTTP/1.1',
    host: sent.Host,
    sourceIp: '203.0.113.7',
    headers: new Map(Object.entries(sent).map(([name, value]) => [name, [value]])),
  };
  const stage = { name, variables, accessLog: null };
  return routeRequest(request, {
    apiId,
    stage,
    resourcePath: resource,
    path,
    pathParameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, encodeURIComponent(value)]),
    ),
  });
}
