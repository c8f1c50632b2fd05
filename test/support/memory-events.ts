import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import type { AuthorizerContext } from '../../lambdas/contract/authorizer-context.ts';
import { routes, type OperationId } from '../../lambdas/contract/routes.ts';
import { allAccessRights } from '../../lambdas/domain/permissions/access-rights.ts';

/** What the authorizer says of a person who may do everything. */
export const administrator: AuthorizerContext = {
  code: 'VALID',
  via: 'jwt',
  userId: 'admin@example.com',
  roles: '["admin"]',
  scopes: '["*"]',
  accessRights: JSON.stringify(allAccessRights),
  apiKeyId: '',
  keyPrefix: '',
  apiKeyName: '',
  apiKeyType: '',
  apiKeyExpiresAt: '',
  rateLimit: '',
  rateLimitTier: '',
  rateLimitRemaining: '',
  rateLimitResetMs: '',
  rateLimitRetryAfterMs: '',
};

/** Fields of an event that tests vary; the rest is as API Gateway sends it. */
export interface Sent {
  /** The value of the path's parameter, whatever its name. */
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  readonly userAgent?: string | null;
  /** Null where the authorizer has not been asked. */
  readonly authorizer?: Partial<AuthorizerContext> | null;
}

/** The proxy event of a call of an operation. */
export function eventFor(operationId: OperationId, sent: Sent = {}): APIGatewayProxyEvent {
  const { method, path } = routes.find((route) => route.operationId === operationId)!;
  const name = /\{(\w+)\}/.exec(path)?.[1] ?? 'id';
  const pathParameters = sent.id === undefined ? null : asSent({ [name]: sent.id });
  return { ...eventOf(method, path, sent), pathParameters };
}

/** Path parameters as API Gateway hands them over: percent-encoded. */
export function asSent(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, encodeURIComponent(value)]),
  );
}

/** The proxy event of a call of any method and resource. */
export function eventOf(httpMethod: string, resource: string, sent: Sent = {}): APIGatewayProxyEvent {
  const { id = '', headers = {}, query, body, isBase64Encoded = false, userAgent = 'curl/8' } = sent;
  const path = resource.replace('{id}', encodeURIComponent(id));
  const contentType: Record<string, string> =
    body === undefined ? {} : { 'Content-Type': 'application/json' };
  const event = {
    resource,
    path,
    httpMethod,
    multiValueHeaders: lists({ 'X-Forwarded-Proto': 'https', ...contentType, ...headers }),
    multiValueQueryStringParameters: query === undefined ? null : lists(query),
    pathParameters: null,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded,
    requestContext: {
      requestId: 'request-1',
      requestTimeEpoch: Date.now(),
      domainName: 'api.example.com',
      path: `/api${path}`,
      identity: { sourceIp: '203.0.113.7', userAgent },
      authorizer: sent.authorizer === undefined ? { ...administrator } : sent.authorizer,
    },
  };
  return event as unknown as APIGatewayProxyEvent;
}

/** What a REQUEST authorizer is sent. */
export function authorizerEvent(headers: Readonly<Record<string, string | readonly string[]>>) {
  const event = {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/api/GET/v1/api-keys',
    multiValueHeaders: lists(headers),
    httpMethod: 'GET',
    resource: '/v1/api-keys',
    requestContext: {
      requestId: 'request-1',
      requestTimeEpoch: Date.now(),
      identity: { sourceIp: '203.0.113.7', userAgent: 'curl/8' },
    },
  };
  return event as unknown as APIGatewayRequestAuthorizerEvent;
}

export const lambdaContext = {
  awsRequestId: 'lambda-1',
  getRemainingTimeInMillis: () => 60_000,
} as Context;

function lists(values: Readonly<Record<string, string | readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? [value] : [...value]]),
  );
}
