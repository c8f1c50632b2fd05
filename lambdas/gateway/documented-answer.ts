import type { APIGatewayProxyResult } from 'aws-lambda';
import { codeOf, problems } from '../contract/codes.ts';
import type { Problem } from '../domain/problem.ts';
import { problemsOf } from './documented-problems.ts';
import { logError } from '../log.ts';
import type { ApiResponse, ServedOperation } from './operation.ts';

/** The answer of an operation, its members in the order of its schema. */
export function toResult(
  response: ApiResponse,
  { route, definition: { success } }: ServedOperation,
): APIGatewayProxyResult {
  if ('page' in response) return { statusCode: 303, headers: { Location: response.page }, body: '' };
  const { body, headers } = response;
  if (success.body === null) return { statusCode: success.status, headers: { ...headers }, body: '' };
  const { data, error } = success.body.safeParse(body);
  // A record may be older than its schema: it is shown as it is, and logged.
  if (error !== undefined) {
    const fields = error.issues.map(({ path }) => path.join('.'));
    logError('undocumented answer', { operationId: route.operationId, fields });
  }
  return {
    statusCode: success.status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(data ?? body),
  };
}

/** Logs a problem that the operation does not document. */
export function checkDocumented({ code, status }: Problem, { route, definition }: ServedOperation): void {
  const isDocumented = [...problemsOf(route, definition)].some(
    (name) => codeOf(name) === code && problems[name].status === status,
  );
  if (!isDocumented) logError('undocumented problem', { operationId: route.operationId, code, status });
}
