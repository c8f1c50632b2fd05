import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { GatewayStage } from '../../lambdas/contract/protected-api.ts';

export const ordersStage: GatewayStage = { accountId: '123456789012', apiId: 'a1b2c3', stage: 'prod' };

/** A call to a protected API. */
export interface Called {
  /** `METHOD /resource/{path}`. */
  readonly call?: string;
  readonly pathParameters?: Readonly<Record<string, string>> | null;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly stageVariables?: Readonly<Record<string, string>> | null;
  readonly stage?: GatewayStage;
  readonly sourceIp?: string;
}

/** What a REST API sends to its REQUEST authorizer. */
export function callEvent({
  call = 'GET /orders',
  pathParameters = null,
  headers = {},
  stageVariables = null,
  stage: { accountId, apiId, stage } = ordersStage,
  sourceIp = '203.0.113.7',
}: Called): APIGatewayRequestAuthorizerEvent {
  const [httpMethod = '', resource = ''] = call.split(' ');
  const event = {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:eu-west-1:${accountId}:${apiId}/${stage}/${httpMethod}/orders`,
    resource,
    path: '/orders',
    httpMethod,
    headers: {},
    multiValueHeaders: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value].flat()]),
    ),
    pathParameters,
    stageVariables,
    requestContext: {
      accountId,
      apiId,
      stage,
      requestId: 'request-1',
      requestTimeEpoch: Date.now(),
      identity: { sourceIp, userAgent: 'curl/8' },
    },
  };
  return event as unknown as APIGatewayRequestAuthorizerEvent;
}
