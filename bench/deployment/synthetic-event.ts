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

/** What API Gateway sends to a handler once an authorizer has answered with `context`. */
export function handlerEvent(call: Call, context: Readonly<Record<string, unknown>>): object {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const contentType: Record<string, string> = body === '' ? {} : { 'Content-Type': 'application/json' };
  return proxyEvent(route({ ...call, headers: { ...call.headers, ...contentType } }), context, body);
}

function route({ method, resource, parameters = {}, query = '', headers = {} }: Call): RoutedRequest {
  const path = resource.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? ''),
  );
  const sent = {
    Accept: 'application/json',
    'Accept-Encoding': 'gzip, deflate, br',
    Host: 'abc123.execute-api.us-east-1.amazonaws.com',
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
    path: `/api${path}`,
    query,
    protocol: 'HTTP/1.1',
    host: sent.Host,
    sourceIp: '203.0.113.7',
    headers: new Map(Object.entries(sent).map(([name, value]) => [name, [value]])),
  };
  const stage = { name: 'api', variables: {}, accessLog: null };
  return routeRequest(request, {
    apiId: 'abc123',
    stage,
    resourcePath: resource,
    path,
    pathParameters: Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, encodeURIComponent(value)]),
    ),
  });
}
