import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { GatewayStage } from '../../lambdas/contract/protected-api.ts';
import { secretShape } from '../../lambdas/domain/keys/secret-shape.ts';
import { createCallRecorder } from '../../lambdas/functions/gateway-authorizer/record-call.ts';
import type {
  GatewayAuthorizerDependencies,
  GatewayAuthorizerHandler,
} from '../../lambdas/functions/gateway-authorizer/index.ts';
import { createCallJudge } from '../../lambdas/verdict/apis/judge-call.ts';
import type { CredentialsReader } from '../../lambdas/verdict/credentials-table.ts';
import { verdictsOver } from '../../lambdas/verdict/dependencies.ts';
import type { LimiterStore } from '../../lambdas/verdict/limiter.ts';
import { setEnvironment } from './memory-environment.ts';
import { MemoryLimiterStore } from './memory-limiter.ts';
import { settings } from './memory-settings.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/gateway-authorizer/index.ts');

interface Options {
  readonly loadTokenVerifier?: GatewayAuthorizerDependencies['loadTokenVerifier'];
  readonly limiterStore?: LimiterStore;
  /** Gets the usage lines. */
  readonly print?: (line: object) => void;
}

/** The gateway authorizer over some reader of the Credentials table, as one container of the function has it. */
export function gatewayAuthorizerOver(
  reader: CredentialsReader,
  now: () => number,
  { loadTokenVerifier = null, limiterStore = new MemoryLimiterStore(), print = () => {} }: Options = {},
): GatewayAuthorizerHandler {
  const prefixes = ['lk', 'old'];
  return makeHandler({
    judge: createCallJudge(verdictsOver({ reader, limiterStore }, settings, now, () => {})),
    loadTokenVerifier,
    recordCall: createCallRecorder(secretShape(prefixes), now, print),
    prefixes,
    now,
  });
}

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
