import { accountId, arnOf } from '../aws.ts';
import { type GatewayRequest, headerValues, queryParameters } from './gateway-request.ts';
import type { Stage } from './rest-api.ts';

/** A request and its route. */
export interface RoutedRequest {
  readonly request: GatewayRequest;
  readonly apiId: string;
  readonly stage: Stage;
  readonly resourcePath: string;
  /** Path below the stage, as sent. */
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/**
 * A request with its route, and with its parameters decoded.
 *
 * @throws URIError for a malformed escape in a path parameter or in the query
 */
export function routeRequest(
  request: GatewayRequest,
  route: Pick<RoutedRequest, 'apiId' | 'stage' | 'resourcePath' | 'path'>,
  rawParameters: Readonly<Record<string, string>>,
): RoutedRequest {
  const decoded = Object.entries(rawParameters).map(([name, value]) => [name, decodeURIComponent(value)]);
  return {
    request,
    ...route,
    pathParameters: Object.fromEntries(decoded),
    query: queryParameters(request.query),
  };
}

/** The ARN of the method with the path as requested. Authorizers get it, and their policies are about it. */
export function methodArn({ request, apiId, stage, path }: RoutedRequest): string {
  return arnOf('execute-api', `${apiId}/${stage.name}/${request.method}${path}`);
}

/** The event of a Lambda proxy integration, payload format 1.0. */
export function proxyEvent(
  routed: RoutedRequest,
  authorizer: Readonly<Record<string, unknown>> | null,
  body: string,
): object {
  const { resourcePath } = routed;
  return {
    resource: resourcePath,
    ...commonEvent(routed),
    requestContext: requestContext(routed, authorizer),
    body: body === '' ? null : body,
    isBase64Encoded: false,
  };
}

/** The event of an authorizer of type REQUEST. */
export function authorizerEvent(routed: RoutedRequest): object {
  return {
    type: 'REQUEST',
    methodArn: methodArn(routed),
    resource: routed.resourcePath,
    ...commonEvent(routed),
    requestContext: requestContext(routed, null),
  };
}

function commonEvent({ request, stage, path, pathParameters, query }: RoutedRequest): object {
  return {
    path,
    httpMethod: request.method,
    headers: lastValues(request.headers) ?? {},
    multiValueHeaders: allValues(request.headers) ?? {},
    queryStringParameters: lastValues(query),
    multiValueQueryStringParameters: allValues(query),
    pathParameters: Object.keys(pathParameters).length === 0 ? null : pathParameters,
    stageVariables: Object.keys(stage.variables).length === 0 ? null : stage.variables,
  };
}

function requestContext(
  { request, apiId, stage, resourcePath, path }: RoutedRequest,
  authorizer: Readonly<Record<string, unknown>> | null,
): object {
  return {
    accountId,
    apiId,
    ...(authorizer !== null && { authorizer }),
    domainName: request.host,
    domainPrefix: request.host.split('.')[0],
    extendedRequestId: request.requestId,
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      apiKey: null,
      apiKeyId: null,
      caller: null,
      clientCert: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.sourceIp,
      user: null,
      userAgent: headerValues(request, 'User-Agent').at(-1) ?? null,
      userArn: null,
    },
    path: `/${stage.name}${path}`,
    protocol: request.protocol,
    requestId: request.requestId,
    requestTime: clfTime(request.receivedAtMs),
    requestTimeEpoch: request.receivedAtMs,
    resourceId: resourcePath,
    resourcePath,
    stage: stage.name,
  };
}

/** The time as in common log format, such as `21/Nov/2026:06:25:00 +0000`. */
export function clfTime(timeMs: number): string {
  const [, day, month, year, time] = new Date(timeMs).toUTCString().split(/[ ,]+/);
  return `${day}/${month}/${year}:${time} +0000`;
}

function lastValues(values: ReadonlyMap<string, readonly string[]>): Record<string, string> | null {
  if (values.size === 0) return null;
  return Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? '']));
}

function allValues(values: ReadonlyMap<string, readonly string[]>): Record<string, readonly string[]> | null {
  return values.size === 0 ? null : Object.fromEntries(values);
}
