import { isDeepStrictEqual } from 'node:util';
import type { ProtectedRoute } from './protected-route.ts';

/** The routes that differ between two sets: as they were, and as they are. One that changed is in both. */
export interface RouteChanges {
  readonly from: readonly ProtectedRoute[];
  readonly to: readonly ProtectedRoute[];
}

type Routes = readonly ProtectedRoute[];

/** What an event tells of routes that changed: without those that did not, which can be hundreds. */
export function routesThatDiffer(before: Routes, after: Routes): RouteChanges {
  return { from: routesBeyond(before, after), to: routesBeyond(after, before) };
}

/** The routes after changes to those of before, in any order. */
export function withRouteChanges(before: Routes, { from, to }: RouteChanges): Routes {
  const changed = new Set([...from, ...to].map(nameOf));
  return [...before.filter((route) => !changed.has(nameOf(route))), ...to];
}

function routesBeyond(routes: Routes, known: Routes): Routes {
  const byName = new Map(known.map((route) => [nameOf(route), route]));
  return routes.filter((route) => !isDeepStrictEqual(route, byName.get(nameOf(route))));
}

function nameOf({ method, path }: ProtectedRoute): string {
  return `${method} ${path}`;
}
