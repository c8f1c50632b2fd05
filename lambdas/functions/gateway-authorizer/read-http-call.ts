import type { APIGatewayRequestAuthorizerEvent, APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import type { HeaderValues } from '../../verdict/index.ts';
import { calledStage, deployedHash } from './called-stage.ts';
import { asSent } from './decoded-parameters.ts';
import type { GatewayCall } from './read-call.ts';
import { membersOf, numberOrNull, textOr, textsOf, type Untrusted } from './untrusted.ts';

/** Whether an event is one of an HTTP API, in payload format 2.0. */
export function isHttpEvent(
  event: APIGatewayRequestAuthorizerEvent | APIGatewayRequestAuthorizerEventV2,
): event is APIGatewayRequestAuthorizerEventV2 {
  return 'version' in event && event.version === '2.0';
}

/**
 * The call that an event of an HTTP API's authorizer is about. Its resource is the path of the route that the gateway has
 * matched; the route `$default` has none, and nobody can register it. What the gateway says of the path itself is not
 * read: `rawPath` begins with the name of the stage, but for `$default`.
 */
export function readHttpCall(event: APIGatewayRequestAuthorizerEventV2): GatewayCall {
  const { routeArn, routeKey, pathParameters, requestContext, stageVariables }: Untrusted<typeof event> =
    event;
  const { http, requestId, timeEpoch } = membersOf(requestContext);
  const { method, sourceIp, userAgent } = membersOf(http);
  const key = textOr(routeKey, '');
  return {
    stage: calledStage(routeArn, requestContext),
    routesHash: deployedHash(stageVariables),
    method: textOr(method, ''),
    resource: key.slice(key.indexOf(' ') + 1),
    pathParameters: asSent(textsOf(pathParameters)),
    sourceIp: textOr(sourceIp, null),
    userAgent: textOr(userAgent, null),
    requestId: textOr(requestId, ''),
    arrivedAtMs: numberOrNull(timeEpoch),
  };
}

/** HTTP APIs join what a client sends twice by commas; no credential has one. */
export function httpHeadersOf({ headers }: Untrusted<APIGatewayRequestAuthorizerEventV2>): HeaderValues {
  return Object.fromEntries(
    Object.entries(textsOf(headers)).map(([name, value]) => [name, value.split(',')]),
  );
}
