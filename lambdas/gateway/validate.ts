import type * as z from 'zod';
import { type FieldError, invalidFields, Problem } from '../domain/problem.ts';
import { describeIssue } from './describe-issue.ts';

const maxErrors = 20;

/** @throws Problem `INVALID` naming each wrong field, never its value */
export function validate<T>(schema: z.ZodType<T>, value: unknown, root: string): T {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  throw invalidFields(result.error.issues.flatMap((issue) => toErrors(issue, root)).slice(0, maxErrors));
}

/** @throws Problem `INVALID` naming the wrong fields of all parts together; any other problem at once */
export function readParts<Parts extends Record<string, unknown>>(
  readers: { readonly [Name in keyof Parts]: () => Parts[Name] },
): Parts {
  const errors: FieldError[] = [];
  const read = (reader: () => unknown): unknown => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'INVALID') throw error;
      errors.push(...(error.errors ?? []));
      return undefined;
    }
  };
  const parts = Object.entries(readers).map(([name, reader]) => [name, read(reader as () => unknown)]);
  if (errors.length > 0) throw invalidFields(errors.slice(0, maxErrors));
  return Object.fromEntries(parts) as Parts;
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
