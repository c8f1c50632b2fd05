import { ProblemError } from '@latchkey/client';
import { type RefObject, useEffect, useRef } from 'react';

/** The API's messages, each by its field. Empty for what is no refusal of fields. */
export function fieldErrorsOf(error: unknown): ReadonlyMap<string, string> {
  if (!(error instanceof ProblemError)) return new Map();
  return new Map(error.errors.map(({ field, message }) => [field, message]));
}

/** What is said of a field or of anything in it, such as `scopes.3` of `scopes`. */
export function errorOf(errors: ReadonlyMap<string, string>, field: string): string | undefined {
  const own = errors.get(field);
  if (own !== undefined) return own;
  const within = [...errors].filter(([name]) => name.startsWith(`${field}.`));
  return within.length === 0 ? undefined : within.map(([, message]) => message).join(' · ');
}

/** Whether a refusal has to be shown beside the form: it names no field of it. */
export function isBesideFields(error: unknown, fields: readonly string[]): boolean {
  const named = [...fieldErrorsOf(error).keys()].map((name) => name.split('.')[0] ?? '');
  return error !== null && (named.length === 0 || named.some((name) => !fields.includes(name)));
}

/** Radio buttons say by a description of their group that something is wrong; groups of checkboxes say it themselves. */
const wrong = [
  '[aria-invalid="true"]',
  '[data-invalid="true"] input',
  '[role="radiogroup"][aria-describedby] input:checked',
].join(', ');

/** Focuses the first field that is in error, each time that there is another reason: an attempt, or an answer. */
export function useErrorFocus(...reasons: readonly unknown[]): RefObject<HTMLDivElement | null> {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (reasons.every((reason) => reason === null || reason === undefined || reason === false)) return;
    form.current?.querySelector<HTMLElement>(wrong)?.focus();
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a form gives the same number of reasons each time
  }, reasons);
  return form;
}
