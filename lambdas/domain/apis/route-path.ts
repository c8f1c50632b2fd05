/** A segment of a resource path of API Gateway. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  /** `{name+}`: all that is left of the path. */
  | { readonly kind: 'greedy'; readonly name: string };

const literal = /^[A-Za-z0-9:._$-]+$/;
const parameter = /^\{([A-Za-z0-9:._$-]+)(\+?)\}$/;

/**
 * The segments of a path as API Gateway writes resource paths, none of `/`; null for what is no such path: one without a
 * slash at its beginning or with one at its end, with an empty segment, `.` or `..`, a parameter twice, or anything behind
 * a greedy one.
 */
export function parseRoutePath(path: string): readonly Segment[] | null {
  if (path === '/') return [];
  const [start, ...parts] = path.split('/');
  if (start !== '' || parts.length === 0) return null;
  const segments: Segment[] = [];
  const names = new Set<string>();
  for (const [at, part] of parts.entries()) {
    const segment = toSegment(part);
    if (segment === null) return null;
    if (segment.kind !== 'literal') {
      if (names.has(segment.name)) return null;
      names.add(segment.name);
    }
    if (segment.kind === 'greedy' && at < parts.length - 1) return null;
    segments.push(segment);
  }
  return segments;
}

function toSegment(text: string): Segment | null {
  const [, name, plus] = parameter.exec(text) ?? [];
  if (name !== undefined) return { kind: plus === '+' ? 'greedy' : 'parameter', name };
  return literal.test(text) && text !== '.' && text !== '..' ? { kind: 'literal', text } : null;
}
