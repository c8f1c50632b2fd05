import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import { type Called, ordersStage } from './memory-calls.ts';

/** A call to a protected HTTP API; path parameters are decoded, as its gateway hands them over. */
export interface HttpCalled extends Called {
  /** The route that the gateway has matched; by default that of the call. */
  readonly routeKey?: string;
}

/**
 * What an HTTP API sends to its REQUEST authorizer in payload format 2.0: the members of a captured event (see
 * `test/apis/http-events.ts`). Names of headers are in lower case, and values of a header that was sent twice are joined.
 */
export function httpCallEvent({
  call = 'GET /orders',
  routeKey = call,
  pathParameters = null,
  headers = {},
  stageVariables = null,
  stage: { accountId, apiId, stage } = ordersStage,
  sourceIp = '203.0.113.7',
}: HttpCalled): APIGatewayRequestAuthorizerEventV2 {
  const [method = ''] = call.split(' ');
  const path = `${stage === '$default' ? '' : `/${stage}`}/orders`;
  const event = {
    version: '2.0',
    type: 'REQUEST',
    routeArn: `arn:aws:execute-api:eu-west-1:${accountId}:${apiId}/${stage}/${method}/orders`,
    identitySource: null,
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(',')]),
    ),
    requestContext: {
      accountId,
      apiId,
      domainName: `${apiId}.execute-api.eu-west-1.amazonaws.com`,
      domainPrefix: apiId,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'curl/8' },
      requestId: 'request-1',
      routeKey,
      stage,
      time: '15/Jun/2026:12:00:00 +0000',
      timeEpoch: Date.now(),
    },
    ...(pathParameters && { pathParameters }),
    ...(stageVariables && { stageVariables }),
  };
  return event as unknown as APIGatewayRequestAuthorizerEventV2;
}
