import { isDeepStrictEqual } from 'node:util';
import type { Changes } from './audit.ts';

type Fields = Readonly<Record<string, unknown>>;

/** All fields of something new. */
export function creationOf(fields: Fields): Changes {
  return Object.fromEntries(Object.entries(fields).map(([field, to]) => [field, { from: null, to }]));
}

/** All fields of something that is no more. */
export function deletionOf(fields: Fields): Changes {
  return Object.fromEntries(Object.entries(fields).map(([field, from]) => [field, { from, to: null }]));
}

/** The fields of which the values differ. */
export function differenceOf(before: Fields, after: Fields): Changes {
  return Object.fromEntries(
    Object.keys(after)
      .filter((field) => !isDeepStrictEqual(before[field], after[field]))
      .map((field) => [field, { from: before[field], to: after[field] }]),
  );
}

export function isEmpty(changes: Changes): boolean {
  return Object.keys(changes).length === 0;
}
