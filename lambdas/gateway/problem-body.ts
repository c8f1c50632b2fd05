import { problemType, titles } from '../contract/codes.ts';
import type { Problem } from '../domain/problem.ts';
import type { SecretShape } from '../domain/keys/secret-shape.ts';

const maxFieldLength = 100;
const maxDetailLength = 300;

/** The public form of a refusal (RFC 9457), without its cause. Callers name fields: keys are masked, then names cut. */
export function problemBody(
  problem: Problem,
  requestId: string,
  root: string,
  secretShape: SecretShape,
): Record<string, unknown> {
  const show = (text: string, length: number) => cut(secretShape.mask(text), length);
  const { code, status, message, errors, missingScopes, missingAccessRights } = problem;
  return {
    type: problemType(root, code),
    title: titles[status],
    status,
    detail: show(message, maxDetailLength),
    code,
    requestId,
    ...(errors === undefined
      ? {}
      : { errors: errors.map((error) => ({ ...error, field: show(error.field, maxFieldLength) })) }),
    ...(missingScopes === undefined ? {} : { missingScopes }),
    ...(missingAccessRights === undefined ? {} : { missingAccessRights }),
  };
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…`.toWellFormed() : text;
}
