import type { FieldError } from '../problem.ts';
import { fillable, parameterIn, type ProtectedRoute } from './protected-route.ts';
import { parseRoutePath, type Segment } from './route-path.ts';
import { maxRouteSetBytes, sizeOf } from './route-set.ts';

/** What is wrong with routes that their shapes do not show; fields are named from the routes on, as `0.path`. */
export function checkRoutes(routes: readonly ProtectedRoute[]): FieldError[] {
  const errors = routes.flatMap((route, at) => checkRoute(route).map((error) => inRoute(at, error)));
  const seen = new Set<string>();
  for (const [at, { method, path }] of routes.entries()) {
    const name = `${method} ${path}`;
    if (seen.has(name)) errors.push(inRoute(at, { field: 'path', message: 'Given twice with this method' }));
    seen.add(name);
  }
  if (sizeOf({ routes }) > maxRouteSetBytes) errors.push({ field: '', message: 'Must be 64 KB at most' });
  return errors;
}

function inRoute(at: number, { field, message }: FieldError): FieldError {
  return { field: `${at}.${field}`, message };
}

function checkRoute(route: ProtectedRoute): FieldError[] {
  const segments = parseRoutePath(route.path);
  if (segments === null) {
    const message = 'Must be a resource path of API Gateway, such as /orders/{id} or /files/{proxy+}';
    return [{ field: 'path', message }];
  }
  return fillable.flatMap((field) => {
    const message = faultOf(route[field], segments);
    return message === null ? [] : [{ field, message }];
  });
}

function faultOf(value: string | undefined, segments: readonly Segment[]): string | null {
  if (value === undefined || !/[{}]/.test(value)) return null;
  const name = parameterIn(value);
  const segment = segments.find((each) => each.kind !== 'literal' && each.name === name);
  if (segment === undefined) return 'Must be a name, or one {parameter} of the path';
  return segment.kind === 'greedy' ? 'Cannot be filled from a greedy parameter' : null;
}
