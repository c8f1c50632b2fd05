import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { OperationId } from '../contract/routes.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import { secretShape } from '../domain/keys/secret-shape.ts';
import { Problem } from '../domain/problem.ts';
import { answer } from './answer.ts';
import { type AuthorizedEvent, authorize } from './authorize.ts';
import { toResult } from './documented-answer.ts';
import type { ApiResponse, Operation } from './operation.ts';
import type { LoadPermissions } from './principal.ts';
import { recordUsage } from './record-usage.ts';
import { readRequest } from './read-request.ts';
import type { ApiRequest } from './request.ts';

export interface ApiHandlerDependencies {
  readonly settings: DeploymentSettings;
  readonly loadPermissions: LoadPermissions;
  readonly now: () => number;
}

export type ApiHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** A Lambda handler that serves operations behind `authorize`. */
export function createApiHandler<Deps>(
  operations: Readonly<Partial<Record<OperationId, Operation<OperationId, Deps>>>>,
  deps: Deps,
  { settings, loadPermissions, now }: ApiHandlerDependencies,
): ApiHandler {
  const shape = secretShape([settings.prefix, ...settings.previousPrefixes]);
  const served = Object.values(operations).map(({ route, define, handle }) => ({
    route,
    definition: define(settings),
    handle: (request: ApiRequest<never, never>) => handle(request, deps),
  }));
  const handler = middy<AuthorizedEvent, APIGatewayProxyResult>()
    .use(recordUsage(now))
    .use(answer(settings.consoleOrigin, shape))
    .use(authorize(served, loadPermissions))
    .handler(async (event) => {
      const { definition, handle } = event.operation;
      const request = readRequest(event, shape);
      const respond = () => handle(request);
      const response = await (definition.replays ? orReplay(respond, request) : respond());
      return toResult(response, event.operation);
    });
  return handler as unknown as ApiHandler;
}

/** A refusal may be due to a simultaneous attempt of the same name: a second look finds its answer. */
async function orReplay(
  respond: () => Promise<ApiResponse>,
  { idempotencyKey }: ApiRequest<unknown, unknown>,
): Promise<ApiResponse> {
  try {
    return await respond();
  } catch (error) {
    if (idempotencyKey === null || !(error instanceof Problem) || error.status >= 500) throw error;
    return respond();
  }
}
