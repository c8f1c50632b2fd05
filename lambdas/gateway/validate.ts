import type * as z from 'zod';
import { type FieldError, Problem } from '../domain/problem.ts';

const maxErrors = 20;

/**
 * Checks a value against a schema.
 *
 * @throws Problem `INVALID` naming each wrong field, never its value
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown, root: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => toErrors(issue, root)).slice(0, maxErrors);
  const [first] = errors;
  throw new Problem('INVALID', {
    errors,
    ...(first === undefined ? {} : { detail: `${first.field}: ${first.message}` }),
  });
}

function toErrors(issue: z.core.$ZodIssue, root: string): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldOf([...path, key], root), message: 'Unknown field' }));
  }
  return [{ field: fieldOf(path, root), message: issue.message }];
}

function fieldOf(path: readonly string[], root: string): string {
  return path.join('.') || root;
}
