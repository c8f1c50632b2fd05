import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AuthorizerContext } from '../../clients/typescript/src/lambda/authorizer-context.ts';

/** What the gateway authorizer says of a call with a key that is let through. */
export const judged: Required<AuthorizerContext> = {
  code: 'VALID',
  message: '',
  missingScopes: '[]',
  missingAccessRights: '{}',
  retryAfter: '',
  enforcement: 'middleware',
  via: 'api-key',
  userId: 'ci-bot@example.com',
  roles: '["builder"]',
  scopes: '["database:read"]',
  accessRights: '{"projects":{"sales":{"modules":{"model":"read"}}}}',
  apiKeyId: '3f0c5a1e-0000-4000-8000-000000000001',
  keyPrefix: 'lk_A1b2C3d',
  apiKeyName: 'CI Pipeline',
  apiKeyType: 'end-user',
  apiKeyExpiresAt: '2027-06-15T12:00:00.000Z',
  rateLimit: '',
  rateLimitTier: '',
  rateLimitRemaining: '',
  rateLimitResetMs: '',
};

/** And of one that is over its limit for another 600 ms. */
export const limited = {
  ...judged,
  rateLimit: '100',
  rateLimitTier: 'free',
  rateLimitRemaining: '0',
  rateLimitResetMs: '34501',
};

const sent = {
  Accept: 'application/json',
  authorization: 'Bearer a-key',
  'X-API-Key': 'a-key',
  'x-latchkey-user': 'admin@example.com',
  X_Latchkey_Scopes: '["*"]',
};

/** The event of a Lambda proxy integration of a REST API. */
export function restEvent(authorizer: object | null | undefined): APIGatewayProxyEvent {
  const event = {
    resource: '/orders',
    path: '/orders',
    httpMethod: 'GET',
    headers: sent,
    multiValueHeaders: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]])),
    pathParameters: null,
    body: null,
    requestContext: {
      requestId: 'request-1',
      identity: { sourceIp: '203.0.113.7' },
      authorizer: authorizer && { principalId: 'ci-bot@example.com', integrationLatency: 12, ...authorizer },
    },
  };
  return event as unknown as APIGatewayProxyEvent;
}

/** The event of an integration of an HTTP API with payload 2.0: names in lower case, the context a level deeper. */
export function httpEvent(authorizer: object | null | undefined): APIGatewayProxyEventV2 {
  const event = {
    version: '2.0',
    routeKey: 'GET /orders',
    rawPath: '/orders',
    headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value])),
    requestContext: {
      requestId: 'request-1',
      http: { method: 'GET', path: '/orders', sourceIp: '203.0.113.7' },
      authorizer: authorizer && { lambda: authorizer },
    },
    isBase64Encoded: false,
  };
  return event as unknown as APIGatewayProxyEventV2;
}
