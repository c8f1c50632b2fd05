import { problemType, titles } from '../contract/codes.ts';
import type { Problem } from '../domain/problem.ts';
import type { SecretShape } from '../domain/keys/secret-shape.ts';

export type ProblemBody = Pick<Problem, 'status' | 'code'> &
  Partial<{ [Member in 'errors' | 'missingScopes' | 'missingAccessRights']: NonNullable<Problem[Member]> }> &
  Readonly<Record<'type' | 'title' | 'detail' | 'requestId', string>>;

const maxFieldLength = 100;
const maxDetailLength = 300;

/** The public form of a refusal (RFC 9457), without its cause. Keys in names of fields are masked. */
export function problemBody(
  problem: Problem,
  requestId: string,
  root: string,
  secretShape: SecretShape,
): ProblemBody {
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
