import type { AccessRights, FieldError, Problem } from '../generated/api.ts';
import { LatchkeyError } from './errors.ts';

/** A refusal of Latchkey's (RFC 9457). Each code has a class of its own; of a code that is newer it is this one. */
export class ProblemError extends LatchkeyError {
  readonly status: number;
  readonly code: Problem['code'];
  /** For questions to the operator. */
  readonly requestId: string | null;
  /** Address of the page that explains the code. */
  readonly type: string;
  /** The fields that are not valid; empty where it is not about fields. */
  readonly errors: readonly FieldError[];
  readonly missingScopes: readonly string[];
  readonly missingAccessRights: AccessRights | null;
  /** Seconds to wait before the next attempt; null where waiting does not help, or nothing is told. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null) {
    super(messageOf(problem), nameOf(problem.code));
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.type = problem.type;
    this.errors = problem.errors ?? [];
    this.missingScopes = problem.missingScopes ?? [];
    this.missingAccessRights = problem.missingAccessRights ?? null;
    this.retryAfter = retryAfter;
  }
}

/** The detail, and those fields with their faults that it does not tell already. */
function messageOf({ detail, errors = [] }: Problem): string {
  const [first] = errors;
  if (errors.length === 1 && first?.message === detail) return detail;
  const untold = errors
    .map(({ field, message }) => `${field}: ${message}`)
    .filter((fault) => !detail.includes(fault));
  return untold.length === 0 ? detail : `${detail} (${untold.join('; ')})`;
}

/** `NAME_TAKEN` is a `NameTakenError`, whatever a minifier calls its class. */
function nameOf(code: string): string {
  return `${code.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Error`;
}
