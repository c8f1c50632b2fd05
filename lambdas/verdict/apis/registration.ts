import type { ProtectedApiItem, RouteSetText } from '../../contract/credential-items.ts';
import type { ProtectedRoute } from '../../domain/apis/protected-route.ts';
import { indexRoutes, type RouteIndex } from '../../domain/apis/route-index.ts';

/** A stage of a protected API, as a container knows it. */
export interface Registration
  extends Pick<ProtectedApiItem, 'name' | 'enforcement' | 'people' | 'unauthenticated'> {
  /** By their hashes, the current one first. */
  readonly routeSets: ReadonlyMap<string, LazyRoutes>;
  /** How long the texts of the route sets are, which is most of what is kept. */
  readonly characters: number;
}

/** Routes that are read from their text when they are first asked for. */
type LazyRoutes = () => RouteIndex;

/**
 * @param former what was known of the stage before: what is read of a route set is kept as long as the set is
 */
export function registrationOf(
  item: ProtectedApiItem,
  former: Registration | null | undefined,
): Registration {
  const { name, enforcement, people, unauthenticated, current, previous } = item;
  const sets = previous === null ? [current] : [current, previous];
  return {
    name,
    enforcement,
    people,
    unauthenticated,
    routeSets: new Map(sets.map((set) => [set.hash, former?.routeSets.get(set.hash) ?? lazily(set)])),
    characters: sets.reduce((sum, { routes }) => sum + routes.length, 0),
  };
}

/** The route set with the hash; without a hash the current one. Undefined for a hash that the registration does not have. */
export function routesOf({ routeSets }: Registration, hash: string | null): RouteIndex | undefined {
  const [current] = routeSets.values();
  return (hash === null ? current : routeSets.get(hash))?.();
}

function lazily({ routes }: RouteSetText): LazyRoutes {
  let index: RouteIndex | undefined;
  return () => {
    index ??= indexRoutes(JSON.parse(routes) as readonly ProtectedRoute[]);
    return index;
  };
}
