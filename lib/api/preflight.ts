import { AuthorizationType, type Method, MockIntegration, type IResource } from 'aws-cdk-lib/aws-apigateway';
import { allowedRequestHeaders, corsHeaders, securityHeaders } from '../../lambdas/contract/headers.ts';
import { quoted } from './gateway-responses.ts';

/** Browsers keep a preflight's answer for two hours at most (Chromium's bound). */
const maxAgeSeconds = 7200;

/**
 * Answers CORS preflights for a resource, without a function. CDK's own preflight cannot carry our security
 * headers.
 */
export function addPreflight(resource: IResource, methods: readonly string[], consoleOrigin: string): Method {
  const headers = {
    ...quoted({
      ...securityHeaders,
      ...corsHeaders(consoleOrigin),
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': allowedRequestHeaders.join(', '),
      'Access-Control-Max-Age': String(maxAgeSeconds),
    }),
    'X-Request-Id': 'context.requestId',
  };
  const names = Object.keys(headers).map((name) => `method.response.header.${name}`);
  return resource.addMethod(
    'OPTIONS',
    new MockIntegration({
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      integrationResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
        },
      ],
    }),
    {
      authorizationType: AuthorizationType.NONE,
      methodResponses: [
        {
          statusCode: '204',
          responseParameters: Object.fromEntries(names.map((name) => [name, true])),
        },
      ],
    },
  );
}
