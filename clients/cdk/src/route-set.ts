import { createHash } from 'node:crypto';
import type { RouteRequirements } from './route-requirements.ts';

/** A route as Latchkey registers it. */
export interface ProtectedRoute extends RouteRequirements {
  readonly method: string;
  readonly path: string;
}

/** The routes of an API, in the order and the form that their hash is of: see `routesHash` of Latchkey's API. */
export class RouteSet {
  readonly #routes = new Map<string, ProtectedRoute>();

  /** @throws Error where the route is there already */
  add(method: string, path: string, requirements: RouteRequirements): void {
    const name = `${method} ${path}`;
    if (this.#routes.has(name)) throw new Error(`${name} is protected twice`);
    this.#routes.set(name, canonical(method, path, requirements));
  }

  /** JSON array, canonical (RFC 8785). */
  get text(): string {
    return JSON.stringify([...this.#routes.values()].toSorted(byPathAndMethod));
  }

  get hash(): string {
    return createHash('sha256').update(this.text).digest('hex');
  }
}

/** Members in the order of their names, and none that says nothing. */
function canonical(
  method: string,
  path: string,
  { action, cost = 1, environment, module, project, scopes = [] }: RouteRequirements,
): ProtectedRoute {
  return {
    ...(action === undefined ? {} : { action }),
    ...(cost === 1 ? {} : { cost }),
    ...(environment === undefined ? {} : { environment }),
    method,
    ...(module === undefined ? {} : { module }),
    path,
    ...(project === undefined ? {} : { project }),
    ...(scopes.length === 0 ? {} : { scopes: [...new Set(scopes)].toSorted() }),
  };
}

function byPathAndMethod(left: ProtectedRoute, right: ProtectedRoute): number {
  if (left.path !== right.path) return left.path < right.path ? -1 : 1;
  return left.method < right.method ? -1 : Number(left.method > right.method);
}
