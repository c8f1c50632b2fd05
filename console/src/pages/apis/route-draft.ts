import type { ProtectedRoute } from '@latchkey/client';

export const routeMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'ANY'] as const;

/** A route while it is edited: all fields as they are typed. */
export interface RouteDraft {
  readonly method: ProtectedRoute['method'];
  readonly path: string;
  readonly scopes: readonly string[];
  readonly target: 'none' | 'module' | 'environment';
  readonly project: string;
  /** Of the module or the environment. */
  readonly name: string;
  readonly action: NonNullable<ProtectedRoute['action']>;
  readonly cost: string;
}

export const newRoute: ProtectedRoute = { method: 'GET', path: '/' };

export function draftOfRoute(route: ProtectedRoute): RouteDraft {
  const { method, path, scopes = [], project = '', module, environment, action = 'read', cost = 1 } = route;
  const target = module !== undefined ? 'module' : environment === undefined ? 'none' : 'environment';
  return {
    method,
    path,
    scopes,
    target,
    project,
    name: module ?? environment ?? '',
    action,
    cost: String(cost),
  };
}

/** The parameters of a path that a right can be about, such as `{id}`: `{proxy+}` may be several segments. */
export function parametersOf(path: string): readonly string[] {
  return path.match(/\{[^{}+]+\}/g) ?? [];
}

/** What is as by default is left out. What makes no sense is sent as it is: the API says so. */
export function routeOf({
  method,
  path,
  scopes,
  target,
  project,
  name,
  action,
  cost,
}: RouteDraft): ProtectedRoute {
  return {
    method,
    path: path.trim(),
    ...(scopes.length > 0 && { scopes: [...scopes] }),
    ...(target !== 'none' && { project: project.trim(), [target]: name.trim(), action }),
    ...(cost.trim() !== '1' && cost.trim() !== '' && { cost: Number(cost) }),
  };
}
