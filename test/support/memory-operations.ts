import * as z from 'zod';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { type ApiHandler, createApiHandler } from '../../lambdas/gateway/api-handler.ts';
import {
  type ApiResponse,
  type Definition,
  type Operation,
  operation,
} from '../../lambdas/gateway/operation.ts';
import type { LoadPermissions } from '../../lambdas/gateway/principal.ts';
import type { ApiRequest } from '../../lambdas/gateway/request.ts';
import { settings } from './memory-settings.ts';

/** A definition whose success promises no headers. */
export type StubDefinition = Definition<unknown, unknown, unknown, never>;

/** An operation under the route of a real one, that does what a test says. */
export function operationThat(
  id: OperationId,
  handle: (request: ApiRequest<any, any>) => Promise<ApiResponse>,
  definition: Partial<StubDefinition> = {},
): Operation {
  const answers = { status: 200, body: z.unknown(), headers: [] } as const;
  const texts = { summary: 'A test', description: 'For a test.', tag: 'Service' } as const;
  return operation(id, { ...texts, success: answers, ...definition }, handle);
}

/** A handler of operations that need no stores. */
export function handlerOf(
  operations: readonly Operation[],
  {
    loadPermissions = async () => ({ scopes: [], accessRights: {} }),
    now = Date.now,
    consoleOrigin = null,
  }: {
    readonly loadPermissions?: LoadPermissions;
    readonly now?: () => number;
    readonly consoleOrigin?: string | null;
  } = {},
): ApiHandler {
  const served = Object.fromEntries(operations.map((each) => [each.route.operationId, each]));
  const deps = { settings: { ...settings, consoleOrigin }, loadPermissions, now };
  return createApiHandler(served, deps as never, deps);
}
