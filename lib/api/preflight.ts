import type { IResource } from 'aws-cdk-lib/aws-apigateway';
import { allowedRequestHeaders, corsHeaders, securityHeaders } from '../../lambdas/contract/headers.ts';
import { addMockAnswer } from './mock-answer.ts';
import { quoted } from './gateway-problem.ts';

/** Browsers keep a preflight's answer for two hours at most (Chromium's bound). */
const maxAgeSeconds = 7200;

/**
 * Answers CORS preflights for a resource, without a function. CDK's own preflight cannot carry our security
 * headers.
 */
export function addPreflight(resource: IResource, methods: readonly string[], consoleOrigin: string): void {
  addMockAnswer(resource, 'OPTIONS', {
    status: 204,
    headers: {
      ...quoted({
        ...securityHeaders,
        ...corsHeaders(consoleOrigin),
        'Access-Control-Allow-Methods': methods.join(', '),
        'Access-Control-Allow-Headers': allowedRequestHeaders.join(', '),
        'Access-Control-Max-Age': String(maxAgeSeconds),
      }),
      'X-Request-Id': 'context.requestId',
    },
    reason: 'Browsers send CORS preflights without credentials (Fetch standard).',
  });
}
