import { ProblemError } from '@latchkey/client';
import { useEffect, useRef } from 'react';

/** Fields that a form shows errors at, by how the API names them. */
const shown = ['name', 'description', 'userId', 'type', 'expiresAt', 'expiresIn', 'scopes', 'accessRights'];
const limits = ['rateLimitTier', 'allowedIps', 'metadata', 'gracePeriod'];
const known: ReadonlySet<string> = new Set([...shown, ...limits]);

export interface FieldErrors {
  /** What the API says of a field, and of what is within it. */
  readonly errorOf: (field: string) => string | undefined;
  /** What is left: an error that is about no field that is shown. */
  readonly failure: unknown;
}

/** Which errors stand at their fields, and which stand alone. */
export function fieldErrorsOf(error: unknown): FieldErrors {
  if (!(error instanceof ProblemError)) return { errorOf: () => undefined, failure: error };
  const errors =
    error.code === 'NAME_TAKEN' ? [{ field: 'name', message: error.message }] : [...error.errors];
  const isAtField = errors.length > 0 && errors.every(({ field }) => known.has(topOf(field)));
  const errorOf = (field: string) => {
    const own = errors.filter((each) => each.field === field || topOf(each.field) === field);
    return own.length === 0 ? undefined : own.map(({ message }) => message).join('. ');
  };
  return { errorOf, failure: isAtField ? null : error };
}

function topOf(field: string): string {
  return /^[^.[]*/.exec(field)?.[0] ?? field;
}

/** Brings the first field that is wrong into focus, once for each attempt. */
export function useFocusOnError(error: unknown) {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error === null || error === undefined) return;
    const selector = '[aria-invalid="true"], [role="radiogroup"][aria-describedby]';
    const first = form.current?.querySelector<HTMLElement>(selector);
    first?.focus();
  }, [error]);
  return form;
}
