import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { enforcementVariable, routesHashVariable } from '../../contract/foreign-context.ts';
import type { GatewayStage } from '../../contract/protected-api.ts';
import type { ForeignCall } from '../../verdict/index.ts';

/** What of an event may be missing, or of any type: whoever may invoke the function can send what they like. */
type Untrusted<T> = { readonly [Member in keyof T]?: unknown };

/** A call, and what its usage line tells beside. */
export interface GatewayCall extends ForeignCall {
  readonly userAgent: string | null;
  readonly requestId: string;
  /** Milliseconds since the epoch; null where it is not told. */
  readonly arrivedAtMs: number | null;
}

/** The call that an event of a REST API's authorizer is about; a route without a name is one that nobody registers. */
export function readCall(event: APIGatewayRequestAuthorizerEvent): GatewayCall {
  const { httpMethod, resource, pathParameters, requestContext }: Untrusted<typeof event> = event;
  const { identity, requestId, requestTimeEpoch } = membersOf(requestContext);
  const { sourceIp, userAgent } = membersOf(identity);
  return {
    stage: stageOf(event),
    routesHash: stageVariable(event, routesHashVariable),
    method: textOr(httpMethod, ''),
    resource: textOr(resource, ''),
    pathParameters: Object.fromEntries(
      Object.entries(membersOf(pathParameters)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    sourceIp: textOr(sourceIp, null),
    userAgent: textOr(userAgent, null),
    requestId: textOr(requestId, ''),
    arrivedAtMs: typeof requestTimeEpoch === 'number' ? requestTimeEpoch : null,
  };
}

/** Whether the stage was deployed to be observed. */
export function isDeployedToObserve(event: APIGatewayRequestAuthorizerEvent): boolean {
  return stageVariable(event, enforcementVariable) === 'observe';
}

/** The stage that was called; null where the event names none, or another than its own ARN. */
function stageOf({
  methodArn,
  requestContext,
}: Untrusted<APIGatewayRequestAuthorizerEvent>): GatewayStage | null {
  const { accountId, apiId, stage } = membersOf(requestContext);
  if (typeof accountId !== 'string' || typeof apiId !== 'string' || typeof stage !== 'string') return null;
  const [, , , , account, path = ''] = textOr(methodArn, '').split(':');
  const isConsistent = account === accountId && path.startsWith(`${apiId}/${stage}/`);
  return isConsistent ? { accountId, apiId, stage } : null;
}

function stageVariable(
  { stageVariables }: Untrusted<APIGatewayRequestAuthorizerEvent>,
  name: string,
): string | null {
  const variables = membersOf(stageVariables);
  return Object.hasOwn(variables, name) ? textOr(variables[name], null) : null;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOr<T extends string | null>(value: unknown, fallback: T): string | T {
  return typeof value === 'string' ? value : fallback;
}
