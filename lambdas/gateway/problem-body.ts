import { problems, problemType } from '../contract/codes.ts';
import type { Problem } from '../domain/problem.ts';

/** The public form of a refusal (RFC 9457); its cause stays inside. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  const { code, status, message, errors, missingScopes, missingAccessRights } = problem;
  return {
    type: problemType(code),
    title: titleOf(status),
    status,
    detail: message,
    code,
    requestId,
    ...(errors === undefined ? {} : { errors }),
    ...(missingScopes === undefined ? {} : { missingScopes }),
    ...(missingAccessRights === undefined ? {} : { missingAccessRights }),
  };
}

function titleOf(status: number): string {
  return Object.values(problems).find((entry) => entry.status === status)?.title ?? 'Error';
}
