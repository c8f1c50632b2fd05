import { type ProblemCode, type ProblemStatus, problems } from '../contract/codes.ts';
import type { AccessRights } from './permissions/access-rights.ts';

export interface FieldError {
  /** Path of the field, `accessRights.projects` for example, or the name of a header or parameter. */
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** Replaces the catalogue's text for this one answer. Public. */
  readonly detail?: string;
  /** Where the same code has another status as the answer about a target than about the caller. */
  readonly status?: ProblemStatus;
  readonly errors?: readonly FieldError[];
  readonly missingScopes?: readonly string[];
  readonly missingAccessRights?: AccessRights;
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

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problems[code].detail, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? problems[code].status;
    this.errors = options.errors;
    this.missingScopes = options.missingScopes;
    this.missingAccessRights = options.missingAccessRights;
  }
}

/** 400 `INVALID` about one field. The message must not contain the value. */
export function invalid(field: string, message: string): Problem {
  return new Problem('INVALID', { detail: `${field}: ${message}`, errors: [{ field, message }] });
}
