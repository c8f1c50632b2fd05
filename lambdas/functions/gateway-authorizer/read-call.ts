import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { ForeignCall } from '../../verdict/index.ts';
import { calledStage, deployedHash } from './called-stage.ts';
import { asSent } from './decoded-parameters.ts';
import { membersOf, numberOrNull, textOr, textsOf, type Untrusted } from './untrusted.ts';

/** A call, and what its usage line tells beside. */
export interface GatewayCall extends ForeignCall {
  readonly userAgent: string | null;
  readonly requestId: string;
  /** Milliseconds since the epoch; null where it is not told. */
  readonly arrivedAtMs: number | null;
}

/**
 * The call that an event of a REST API's authorizer is about; a route without a name is one that nobody registers. Only
 * HTTP APIs say a version: those that were set up with payload format 1.0 send the same event, but for decoded parameters.
 */
export function readCall(event: APIGatewayRequestAuthorizerEvent): GatewayCall {
  const {
    methodArn,
    httpMethod,
    resource,
    pathParameters,
    requestContext,
    stageVariables,
  }: Untrusted<typeof event> = event;
  const { identity, requestId, requestTimeEpoch } = membersOf(requestContext);
  const { sourceIp, userAgent } = membersOf(identity);
  return {
    stage: calledStage(methodArn, requestContext),
    routesHash: deployedHash(stageVariables),
    method: textOr(httpMethod, ''),
    resource: textOr(resource, ''),
    pathParameters: 'version' in event ? asSent(textsOf(pathParameters)) : textsOf(pathParameters),
    sourceIp: textOr(sourceIp, null),
    userAgent: textOr(userAgent, null),
    requestId: textOr(requestId, ''),
    arrivedAtMs: numberOrNull(requestTimeEpoch),
  };
}
