import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One JSON line per request. The path is the resource's, with its parameters unfilled; path, query and user
 * agent as sent are left out, since a key put there by mistake would stand in the log. Clients can choose the request
 * id (developer guide, "Variables for access logging"); the extended one is the gateway's own.
 */
export const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    extendedRequestId: '$context.extendedRequestId',
    requestTime: '$context.requestTime',
    httpMethod: '$context.httpMethod',
    resourcePath: '$context.resourcePath',
    status: '$context.status',
    code: '$context.authorizer.code',
    apiKeyId: '$context.authorizer.apiKeyId',
    userId: '$context.authorizer.userId',
    sourceIp: '$context.identity.sourceIp',
    responseLength: '$context.responseLength',
    responseLatencyMs: '$context.responseLatency',
    integrationLatencyMs: '$context.integrationLatency',
    authorizerLatencyMs: '$context.authorizer.latency',
    gatewayResponseType: '$context.error.responseType',
  }),
);
