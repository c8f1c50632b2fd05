import type { Needs } from '../permissions/needs.ts';
import { type PathParts, readPathParts, type SentParameters } from './path-parameters.ts';
import { fillable, parameterIn, type ProtectedRoute } from './protected-route.ts';
import { parseRoutePath, type Segment } from './route-path.ts';

/** A call as the gateway names it: the method, and the resource that its path was matched with. */
export interface RoutedCall {
  readonly method: string;
  readonly resource: string;
  readonly pathParameters: SentParameters;
}

/** A call's route, and what it needs, with the names that its path fills in. */
export interface MatchedRoute {
  readonly route: ProtectedRoute;
  readonly needs: Needs;
}

/** A route set, ready to be asked. */
export interface RouteIndex {
  /** The route of a call: that of its very method, else `ANY`. Null where the call belongs to none, or to two. */
  match(call: RoutedCall): MatchedRoute | null;
}

/** What may stand for a project, a module or an environment. */
const fillingPattern = /^[A-Za-z0-9._-]{1,128}$/;

export function indexRoutes(routes: readonly ProtectedRoute[]): RouteIndex {
  const byName = new Map(routes.map((route) => [`${route.method} ${route.path}`, candidateOf(route)]));
  const paths = new Map(routes.map(({ path }) => [path, parseRoutePath(path) ?? []]));
  const rivals = new Map<string, readonly (readonly Segment[])[]>();

  function rivalsOf(path: string, segments: readonly Segment[]) {
    const known = rivals.get(path);
    if (known !== undefined) return known;
    const found = [...paths.values()].filter((other) => isMoreExact(other, segments));
    rivals.set(path, found);
    return found;
  }

  return {
    match({ method, resource, pathParameters }) {
      const candidate = byName.get(`${method} ${resource}`) ?? byName.get(`ANY ${resource}`);
      const segments = paths.get(resource);
      if (candidate === undefined || segments === undefined) return null;
      const path = readPathParts(segments, pathParameters);
      if (path === null) return null;
      // The gateway sees an encoded path where the backend may see that of a more exact route.
      if (rivalsOf(resource, segments).some((rival) => fits(rival, path.parts))) return null;
      return fill(candidate, path);
    },
  };
}

/** A route with what it needs, as far as its path does not say. */
interface Candidate extends MatchedRoute {
  /** Members that the path fills in, and the parameters that they are filled from. */
  readonly blanks: readonly (readonly [(typeof fillable)[number], string])[];
}

function candidateOf(route: ProtectedRoute): Candidate {
  const { scopes, project, module, environment, action } = route;
  const needs = {
    ...(scopes === undefined ? {} : { scopes }),
    ...(project === undefined ? {} : { project }),
    ...(module === undefined ? {} : { module }),
    ...(environment === undefined ? {} : { environment }),
    ...(action === undefined ? {} : { action }),
  };
  const blanks = fillable.flatMap((member) => {
    const name = parameterIn(route[member] ?? '');
    return name === null ? [] : [[member, name] as const];
  });
  return { route, needs, blanks };
}

function fill({ route, needs, blanks }: Candidate, { values }: PathParts): MatchedRoute | null {
  const filled: { -readonly [Member in keyof Needs]: Needs[Member] } = { ...needs };
  for (const [member, name] of blanks) {
    const value = values.get(name);
    if (value === undefined || !fillingPattern.test(value)) return null;
    filled[member] = value;
  }
  return { route, needs: filled };
}

const exactness = { literal: 2, parameter: 1, greedy: 0 } as const;

/** Whether API Gateway prefers a path to another where both would do. */
function isMoreExact(path: readonly Segment[], other: readonly Segment[]): boolean {
  for (const [at, segment] of path.entries()) {
    const beside = other[at];
    if (beside === undefined) return false;
    const difference = exactness[segment.kind] - exactness[beside.kind];
    if (difference !== 0) return difference > 0;
    if (segment.kind === 'literal' && beside.kind === 'literal' && segment.text !== beside.text) return false;
  }
  return other[path.length]?.kind === 'greedy';
}

function fits(segments: readonly Segment[], parts: readonly string[]): boolean {
  const last = segments.at(-1);
  const isGreedy = last?.kind === 'greedy';
  if (isGreedy ? parts.length < segments.length : parts.length !== segments.length) return false;
  return segments.every((segment, at) => segment.kind !== 'literal' || segment.text === parts[at]);
}
