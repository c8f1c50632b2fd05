import { invalid, Problem } from '../domain/problem.ts';

/** Versions that a client accepts as the current one; `any` for `*`; null where it names none. */
export type IfMatch = 'any' | readonly string[] | null;

const entityTag = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const listPattern = new RegExp(String.raw`^\s*${entityTag}(?:\s*,\s*${entityTag})*\s*$`);
const maxLength = 1_000;

/** @throws Problem `INVALID` naming `If-Match` where it is not a list of entity tags (RFC 9110) */
export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined) return null;
  if (header.trim() === '*') return 'any';
  if (header.length > maxLength || !listPattern.test(header)) {
    throw invalid('If-Match', 'Give the ETag of the version that you mean, with its quotes');
  }
  return header.match(new RegExp(entityTag, 'g')) ?? [];
}

export function etagOf(version: number): string {
  return `"${version}"`;
}

/** @throws Problem `PRECONDITION_FAILED`; weak tags never match (RFC 9110, strong comparison) */
export function checkIfMatch(ifMatch: IfMatch, version: number): void {
  if (ifMatch === null || ifMatch === 'any' || ifMatch.includes(etagOf(version))) return;
  throw new Problem('PRECONDITION_FAILED');
}
