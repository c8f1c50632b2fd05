import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  authenticateChallenge,
  type ProblemCode,
  problems,
  problemType,
  retryAfterSeconds,
  titles,
} from '../../lambdas/contract/codes.ts';
import { corsHeaders, securityHeaders } from '../../lambdas/contract/headers.ts';

/**
 * The problem that stands for each response type of API Gateway (developer guide, "Gateway response types").
 * Types left out would fall back to DEFAULT_4XX and DEFAULT_5XX with the status of the type, not ours.
 */
const problemOfType = {
  ACCESS_DENIED: 'UNAUTHENTICATED',
  API_CONFIGURATION_ERROR: 'INTERNAL',
  AUTHORIZER_CONFIGURATION_ERROR: 'INTERNAL',
  AUTHORIZER_FAILURE: 'UNAVAILABLE',
  BAD_REQUEST_BODY: 'INVALID',
  BAD_REQUEST_PARAMETERS: 'INVALID',
  DEFAULT_4XX: 'INVALID',
  DEFAULT_5XX: 'INTERNAL',
  EXPIRED_TOKEN: 'INSUFFICIENT_PERMISSIONS',
  INTEGRATION_FAILURE: 'UNAVAILABLE',
  INTEGRATION_TIMEOUT: 'UNAVAILABLE',
  INVALID_API_KEY: 'INSUFFICIENT_PERMISSIONS',
  INVALID_SIGNATURE: 'INSUFFICIENT_PERMISSIONS',
  MISSING_AUTHENTICATION_TOKEN: 'NOT_FOUND',
  QUOTA_EXCEEDED: 'UNAVAILABLE',
  REQUEST_TOO_LARGE: 'TOO_LARGE',
  RESOURCE_NOT_FOUND: 'NOT_FOUND',
  THROTTLED: 'UNAVAILABLE',
  UNAUTHORIZED: 'UNAUTHENTICATED',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  WAF_FILTERED: 'INSUFFICIENT_PERMISSIONS',
} as const satisfies Record<string, ProblemCode>;

/**
 * Makes every answer that API Gateway gives by itself a problem body (RFC 9457) with our headers.
 *
 * @param stageName the path that problem types stand below; a custom domain has to map its API under the same
 */
export function addGatewayResponses(api: RestApi, stageName: string, consoleOrigin: string | null): void {
  const root = `https://$context.domainName/${stageName}`;
  for (const [type, code] of Object.entries(problemOfType)) {
    const { status } = problems[code];
    api.addGatewayResponse(`GatewayResponse${type}`, {
      type: ResponseType.of(type),
      statusCode: String(status),
      responseHeaders: {
        ...quoted({
          ...securityHeaders,
          ...corsHeaders(consoleOrigin),
          ...(status === 401 ? { 'WWW-Authenticate': authenticateChallenge } : {}),
          ...(status === 503 ? { 'Retry-After': String(retryAfterSeconds) } : {}),
        }),
        'X-Request-Id': 'context.requestId',
      },
      templates: {
        'application/problem+json': JSON.stringify(
          type === 'ACCESS_DENIED' ? deniedBody(root) : body(root, code),
        ),
      },
    });
  }
}

/** API Gateway takes a constant in single quotes, and anything else as a reference. */
export function quoted(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
}

function body(root: string, code: ProblemCode) {
  const { status, detail } = problems[code];
  return {
    type: problemType(root, code),
    title: titles[status],
    status,
    detail,
    code,
    requestId: '$context.requestId',
  };
}

/** Which refusal it was stands in the context of the authorizer's Deny; the gateway substitutes, no more. */
function deniedBody(root: string) {
  const { status } = problems.UNAUTHENTICATED;
  return {
    type: problemType(root, '$context.authorizer.code'),
    title: titles[status],
    status,
    detail: '$context.authorizer.message',
    code: '$context.authorizer.code',
    requestId: '$context.requestId',
  };
}
