import type { Segment } from './route-path.ts';

/** Path parameters of a call, as REST APIs of API Gateway hand them over: percent-encoded as sent. */
export type SentParameters = Readonly<Record<string, string | undefined>>;

/** What a path could be taken for something else by, once decoded: a second encoding, a backslash, a control character. */
const ambiguous = /[\\%\p{Cc}]/u;

/**
 * The parts of a call's path, decoded once, a parameter's value in the place of its name; null where one is missing, or
 * where a backend could read the path as another: `.`, `..`, `\`, `%`, control characters, and `/` in a parameter that is
 * not greedy. Slashes that follow one another in a greedy one count as one, and those at its end not at all.
 */
export function readPathParts(segments: readonly Segment[], sent: SentParameters): PathParts | null {
  const parts: string[] = [];
  const values = new Map<string, string>();
  for (const segment of segments) {
    if (segment.kind === 'literal') {
      parts.push(segment.text);
      continue;
    }
    const value = Object.hasOwn(sent, segment.name) ? decode(sent[segment.name]) : null;
    if (value === null || ambiguous.test(value)) return null;
    const pieces = segment.kind === 'greedy' ? value.split('/').filter((piece) => piece !== '') : [value];
    if (!pieces.every(isUnambiguous)) return null;
    parts.push(...pieces);
    values.set(segment.name, value);
  }
  return { parts, values };
}

export interface PathParts {
  readonly parts: readonly string[];
  /** Of each parameter, by its name. */
  readonly values: ReadonlyMap<string, string>;
}

function isUnambiguous(piece: string): boolean {
  return piece !== '' && piece !== '.' && piece !== '..' && !piece.includes('/');
}

function decode(text: string | undefined): string | null {
  if (text === undefined) return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
