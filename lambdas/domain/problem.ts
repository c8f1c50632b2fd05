import {
  codeOf,
  type ProblemCode,
  type ProblemDefinition,
  type ProblemName,
  type ProblemStatus,
  problems,
} from '../contract/codes.ts';
import type { AccessRights } from './permissions/access-rights.ts';

export interface FieldError {
  /** Path of the field, `accessRights.projects` for example, or the name of a header or parameter. */
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** Replaces the catalogue's text for this one answer. Public. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly missingScopes?: readonly string[];
  readonly missingAccessRights?: AccessRights;
  /** Milliseconds until the same may succeed: `Retry-After`. */
  readonly retryAfterMs?: number;
  /** Internal: logged, never shown. */
  readonly cause?: unknown;
}

/** A refusal by rule. Its code, detail and errors are public; its cause is not. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: ProblemStatus;
  readonly errors: readonly FieldError[] | undefined;
  readonly missingScopes: readonly string[] | undefined;
  readonly missingAccessRights: AccessRights | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(name: ProblemName, options: ProblemOptions = {}) {
    const { status, detail, field }: ProblemDefinition = problems[name];
    super(options.detail ?? detail, { cause: options.cause });
    this.code = codeOf(name);
    this.status = status;
    this.errors = options.errors ?? (field === undefined ? undefined : [{ field, message: this.message }]);
    this.missingScopes = options.missingScopes;
    this.missingAccessRights = options.missingAccessRights;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** 400 `INVALID` about one field. The message must not contain the value. */
export function invalid(field: string, message: string): Problem {
  return invalidFields([{ field, message }]);
}

/** 400 `INVALID` about several fields, in the order in which they are named. */
export function invalidFields(errors: readonly FieldError[]): Problem {
  const [first] = errors;
  return new Problem('INVALID', {
    errors,
    ...(first === undefined ? {} : { detail: `${first.field}: ${first.message}` }),
  });
}
