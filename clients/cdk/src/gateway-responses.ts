import { CfnGatewayResponse, GatewayResponse, type RestApi, ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';

interface Answer {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the authorizer's context has as JSON. */
  readonly more?: string;
}

const unavailable: Answer = {
  status: 503,
  title: 'Service Unavailable',
  code: 'UNAVAILABLE',
  detail: 'A dependency is unavailable; try again shortly',
  headers: { 'Retry-After': "'1'" },
};

/** How the gateway answers for the authorizer. It substitutes, and knows no conditions: each value is always there. */
const answers: Readonly<Record<string, Answer>> = {
  ACCESS_DENIED: {
    status: 403,
    title: 'Forbidden',
    code: '$context.authorizer.code',
    detail: '$context.authorizer.message',
    headers: { 'Retry-After': 'context.authorizer.retryAfter' },
    more:
      ',"missingScopes":$context.authorizer.missingScopes' +
      ',"missingAccessRights":$context.authorizer.missingAccessRights',
  },
  UNAUTHORIZED: {
    status: 401,
    title: 'Unauthorized',
    code: 'UNAUTHENTICATED',
    detail: 'Send exactly one credential that is valid',
    headers: { 'WWW-Authenticate': `'Bearer realm="latchkey"'` },
  },
  // What a throw is to API Gateway.
  AUTHORIZER_CONFIGURATION_ERROR: unavailable,
  AUTHORIZER_FAILURE: unavailable,
};

/**
 * Adds those of the authorizer's responses that the API does not have of its own, wherever in the app they stand.
 *
 * @param address Latchkey's, that the types of problems stand below
 */
export function addMissingGatewayResponses(scope: Construct, api: RestApi, address: string): void {
  const responses = scope.node.root.node
    .findAll()
    .filter((each): each is CfnGatewayResponse => CfnGatewayResponse.isCfnGatewayResponse(each))
    .filter(({ restApiId }) => restApiId === api.restApiId);
  const own = new Set(responses.map(({ responseType }) => responseType));
  for (const [type, answer] of Object.entries(answers)) {
    if (own.has(type)) continue;
    new GatewayResponse(scope, type, {
      restApi: api,
      type: ResponseType.of(type),
      statusCode: String(answer.status),
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        'Cache-Control': "'no-store'",
        'X-Request-Id': 'context.requestId',
        ...answer.headers,
      },
      templates: { 'application/json': bodyOf(answer, address) },
    });
  }
}

function bodyOf({ status, title, code, detail, more = '' }: Answer, address: string): string {
  const type = `${address}/v1/problems/${code}`;
  const body = JSON.stringify({ type, title, status, detail, code, requestId: '$context.requestId' });
  return `${body.slice(0, -1)}${more}}`;
}
