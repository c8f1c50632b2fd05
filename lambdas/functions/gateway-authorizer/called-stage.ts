import { enforcementVariable, routesHashVariable } from '../../contract/foreign-context.ts';
import type { GatewayStage } from '../../contract/protected-api.ts';
import { membersOf, textOr } from './untrusted.ts';

/**
 * The stage that was called; null where the event names none, or another than its own ARN.
 *
 * @param arn of the method or route that was called, as `arn:aws:execute-api:<region>:<account>:<api>/<stage>/…`
 */
export function calledStage(arn: unknown, requestContext: unknown): GatewayStage | null {
  const { accountId, apiId, stage } = membersOf(requestContext);
  if (typeof accountId !== 'string' || typeof apiId !== 'string' || typeof stage !== 'string') return null;
  const [, , , , account, path = ''] = textOr(arn, '').split(':');
  const isConsistent = account === accountId && path.startsWith(`${apiId}/${stage}/`);
  return isConsistent ? { accountId, apiId, stage } : null;
}

/** The hash of the routes that the stage was deployed with; null where it does not say. */
export function deployedHash(stageVariables: unknown): string | null {
  return variableOf(stageVariables, routesHashVariable);
}

/** Whether the stage was deployed to be observed. */
export function isDeployedToObserve(stageVariables: unknown): boolean {
  return variableOf(stageVariables, enforcementVariable) === 'observe';
}

function variableOf(stageVariables: unknown, name: string): string | null {
  const variables = membersOf(stageVariables);
  return Object.hasOwn(variables, name) ? textOr(variables[name], null) : null;
}
