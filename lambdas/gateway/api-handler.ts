import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { OperationId } from '../contract/routes.ts';
import { Problem } from '../domain/problem.ts';
import type { SecretShape } from '../domain/keys/secret-shape.ts';
import { answer } from './answer.ts';
import { type AuthorizedEvent, authorize } from './authorize.ts';
import type { LoadPermissions } from './principal.ts';
import { recordUsage } from './record-usage.ts';
import { type Accepts, type ApiRequest, readRequest } from './request.ts';

export interface ApiResponse {
  readonly status: number;
  /** Sent as JSON; undefined for none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the API: what it accepts, and what it does. */
export interface Operation<Query, Body> extends Accepts<Query, Body> {
  handle(request: ApiRequest<Query, Body>): Promise<ApiResponse>;
}

/** An operation whose schemas have been applied: all that dispatching needs to know. */
export type Runnable = (event: AuthorizedEvent, shape: SecretShape) => Promise<ApiResponse>;

export function operation<Query = unknown, Body = unknown>(definition: Operation<Query, Body>): Runnable {
  return (event, shape) => definition.handle(readRequest(event, definition, shape));
}

export interface ApiHandlerDependencies {
  readonly loadPermissions: LoadPermissions;
  readonly secretShape: SecretShape;
  readonly consoleOrigin: string | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export type ApiHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** A Lambda handler that serves operations behind `authorize`. */
export function createApiHandler(
  operations: Partial<Record<OperationId, Runnable>>,
  { loadPermissions, secretShape, consoleOrigin, now }: ApiHandlerDependencies,
): ApiHandler {
  const handler = middy<AuthorizedEvent, APIGatewayProxyResult>()
    .use(recordUsage(secretShape, now))
    .use(answer(consoleOrigin, secretShape))
    .use(authorize(loadPermissions))
    .handler(async (event) => {
      const run = operations[event.route.operationId as OperationId];
      if (run === undefined) throw new Problem('NOT_FOUND');
      return toResult(await run(event, secretShape));
    });
  return handler as unknown as ApiHandler;
}

function toResult({ status, body, headers = {} }: ApiResponse): APIGatewayProxyResult {
  if (body === undefined) return { statusCode: status, headers: { ...headers }, body: '' };
  return {
    statusCode: status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}
