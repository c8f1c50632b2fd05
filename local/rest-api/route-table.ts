/** A method of a resource. The method `ANY` means all of them. */
export interface Route<T> {
  readonly method: string;
  /** Path with `{parameter}` or, at its end, `{parameter+}`. */
  readonly path: string;
  readonly target: T;
}

export interface Match<T> {
  readonly route: Route<T>;
  /** Still percent-encoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the route of a request as API Gateway does. The raw path is compared segment by segment: a literal goes before
 * a parameter, and a parameter before a greedy one. One slash at the end does not count.
 */
export function findRoute<T>(routes: readonly Route<T>[], method: string, path: string): Match<T> | null {
  const segments = segmentsOf(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
  const matches = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const parameters = matchSegments(segmentsOf(route.path), segments);
      return parameters === null ? [] : [{ route, parameters }];
    });
  matches.sort((a, b) => compareSpecificity(a.route, b.route));
  return matches[0] ?? null;
}

function segmentsOf(path: string): string[] {
  return path === '/' ? [] : path.split('/').slice(1);
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i];
    if (segment === undefined || segment === '') return null;
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
    if (name !== undefined && greedy === '+') {
      parameters[name] = segments.slice(i).join('/');
      return parameters;
    }
    if (name !== undefined) parameters[name] = segment;
    else if (part !== segment) return null;
  }
  return pattern.length === segments.length ? parameters : null;
}

function compareSpecificity<T>(a: Route<T>, b: Route<T>): number {
  const [left, right] = [segmentsOf(a.path), segmentsOf(b.path)];
  for (const [i, part] of left.entries()) {
    const order = rank(part) - rank(right[i] ?? '');
    if (order !== 0) return order;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function rank(part: string): number {
  if (!part.startsWith('{')) return 0;
  return part.endsWith('+}') ? 2 : 1;
}
