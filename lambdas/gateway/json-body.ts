import { visit } from 'jsonc-parser';
import { invalid, Problem } from '../domain/problem.ts';

/** Bytes that a body must stay below. */
export const bodyBound = 65_536;

const maxDepth = 16;

/**
 * Reads a request body as I-JSON (RFC 7493), more strictly than `JSON.parse`; undefined for an empty body.
 *
 * @throws Problem `TOO_LARGE` from 64 KB, `UNSUPPORTED_MEDIA_TYPE` for another type than application/json,
 *   `INVALID` naming the member: malformed, nested over 16 levels, a member twice, `__proto__`, a lone surrogate
 */
export function readJsonBody(bytes: Uint8Array, contentType: string | undefined): unknown {
  if (bytes.length >= bodyBound) throw new Problem('TOO_LARGE');
  if (bytes.length === 0) return undefined;
  if (!isJson(contentType)) throw new Problem('UNSUPPORTED_MEDIA_TYPE');
  const text = decode(bytes);
  const value = parse(text);
  checkDepth(value);
  checkMembers(text);
  checkStrings(value, []);
  return value;
}

function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  return (
    type.trim() === 'application/json' &&
    parameters.every((parameter) => /^\s*charset="?utf-8"?\s*$/.test(parameter))
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('INVALID', { ...bodyError('The body is not UTF-8'), cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold a secret.
    throw new Problem('INVALID', bodyError('The body is not valid JSON'));
  }
}

function bodyError(message: string) {
  return { detail: message, errors: [{ field: 'body', message }] };
}

/** Level by level: recursion could exhaust the stack. */
function checkDepth(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) throw invalid('body', `Nested more than ${maxDepth} levels deep`);
    level = level.flatMap((item) => (item !== null && typeof item === 'object' ? Object.values(item) : []));
  }
}

function checkMembers(text: string): void {
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, _offset, _length, _line, _character, path) => {
      const members = open.at(-1);
      const field = [...path(), name].join('.');
      if (name === '__proto__') throw invalid(field, 'This name is not allowed');
      if (members?.has(name)) throw invalid(field, 'Given more than once');
      members?.add(name);
    },
  });
}

function checkStrings(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw invalid(path.join('.') || 'body', 'Contains half of a surrogate pair');
  } else if (value !== null && typeof value === 'object') {
    for (const [name, member] of Object.entries(value)) {
      checkStrings(name, [...path, name.toWellFormed()]);
      checkStrings(member, [...path, name]);
    }
  }
}
