import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  authenticateChallenge,
  type ProblemCode,
  problems,
  retryAfterSeconds,
} from '../../lambdas/contract/codes.ts';
import { gatewayProblem, quoted } from './gateway-problem.ts';

/**
 * The problem that stands for each response type of API Gateway (developer guide, "Gateway response types").
 * Types left out would fall back to DEFAULT_4XX and DEFAULT_5XX with the status of the type, not ours. An authorizer
 * that throws is `AUTHORIZER_CONFIGURATION_ERROR`; `AUTHORIZER_FAILURE` is documented as "failed to authenticate the
 * caller", and nothing is known to raise it for Lambda authorizers, so it is answered alike. No method asks for IAM's
 * signatures or maps bodies: those types mean a route that does not exist.
 */
const problemOfType = {
  ACCESS_DENIED: 'UNAUTHENTICATED',
  API_CONFIGURATION_ERROR: 'INTERNAL',
  AUTHORIZER_CONFIGURATION_ERROR: 'UNAVAILABLE',
  AUTHORIZER_FAILURE: 'UNAVAILABLE',
  BAD_REQUEST_BODY: 'INVALID',
  BAD_REQUEST_PARAMETERS: 'INVALID',
  DEFAULT_4XX: 'INVALID',
  DEFAULT_5XX: 'INTERNAL',
  EXPIRED_TOKEN: 'NOT_FOUND',
  INTEGRATION_FAILURE: 'UNAVAILABLE',
  INTEGRATION_TIMEOUT: 'UNAVAILABLE',
  INVALID_API_KEY: 'INSUFFICIENT_PERMISSIONS',
  INVALID_SIGNATURE: 'NOT_FOUND',
  MISSING_AUTHENTICATION_TOKEN: 'NOT_FOUND',
  QUOTA_EXCEEDED: 'UNAVAILABLE',
  REQUEST_TOO_LARGE: 'TOO_LARGE',
  RESOURCE_NOT_FOUND: 'NOT_FOUND',
  THROTTLED: 'UNAVAILABLE',
  UNAUTHORIZED: 'UNAUTHENTICATED',
  UNSUPPORTED_MEDIA_TYPE: 'NOT_FOUND',
  WAF_FILTERED: 'UNAVAILABLE',
} as const satisfies Record<string, ProblemCode>;

/**
 * Makes every answer that API Gateway gives by itself a problem body (RFC 9457) with our headers. None repeats the
 * gateway's own text, which can hold what a caller sent.
 *
 * @param stageName the path that problem types stand below; a custom domain has to map its API under the same
 */
export function addGatewayResponses(api: RestApi, stageName: string, consoleOrigin: string | null): void {
  for (const [type, code] of Object.entries(problemOfType)) {
    const { status } = problems[code];
    const { templates, headers } = gatewayProblem(
      code,
      stageName,
      consoleOrigin,
      type === 'ACCESS_DENIED' ? refusal : null,
    );
    api.addGatewayResponse(`GatewayResponse${type}`, {
      type: ResponseType.of(type),
      statusCode: String(status),
      responseHeaders: {
        ...headers,
        ...quoted({
          ...(status === 401 ? { 'WWW-Authenticate': authenticateChallenge } : {}),
          ...(status === 503 ? { 'Retry-After': String(retryAfterSeconds) } : {}),
        }),
      },
      templates,
    });
  }
}

/** Which refusal it was stands in the context of the authorizer's Deny; the gateway substitutes, no more. */
const refusal = { code: '$context.authorizer.code', detail: '$context.authorizer.message' } as const;
