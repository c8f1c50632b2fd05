import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ProtectedRoute } from './protected-route.ts';

/** What each route of an API requires. */
export interface RouteSet {
  /** SHA-256 of the canonical text of the routes, in hexadecimal. */
  readonly hash: string;
  /** In the order of their paths, and on one path of their methods. */
  readonly routes: readonly ProtectedRoute[];
}

/** Bytes of a route set's canonical text. */
export const maxRouteSetBytes = 65_536;

/**
 * A route set from routes in any order. Its hash is that of the canonical JSON (RFC 8785) of the routes, sorted by path and
 * then method, each without members that say nothing: no scopes, a cost of 1.
 */
export function routeSetOf(routes: readonly ProtectedRoute[]): RouteSet {
  const sorted = routes.map(reduced).toSorted(byPathAndMethod);
  return { hash: createHash('sha256').update(textOf(sorted)).digest('hex'), routes: sorted };
}

/** How large a route set is: bytes of its canonical text. */
export function sizeOf({ routes }: Pick<RouteSet, 'routes'>): number {
  return Buffer.byteLength(textOf(routes));
}

function reduced({ method, path, scopes = [], cost = 1, ...target }: ProtectedRoute): ProtectedRoute {
  const { project, module, environment, action } = target;
  return {
    method,
    path,
    ...(scopes.length === 0 ? {} : { scopes: [...new Set(scopes)].toSorted() }),
    ...(project === undefined ? {} : { project }),
    ...(module === undefined ? {} : { module }),
    ...(environment === undefined ? {} : { environment }),
    ...(action === undefined ? {} : { action }),
    ...(cost === 1 ? {} : { cost }),
  };
}

function byPathAndMethod(left: ProtectedRoute, right: ProtectedRoute): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.method < right.method ? -1 : Number(left.method > right.method);
}

function textOf(routes: readonly ProtectedRoute[]): string {
  const text = canonicalize(routes);
  if (text === undefined) throw new TypeError('a route set is not JSON');
  return text;
}
