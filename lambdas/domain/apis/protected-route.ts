import type { RouteMethod } from '../../contract/protected-api.ts';
import type { Needs } from '../permissions/needs.ts';

/**
 * What calls to a route need. Where `project`, `module` or `environment` is `{name}`, the call's path says what it is;
 * a route without needs takes any valid key.
 */
export interface ProtectedRoute extends Needs {
  readonly method: RouteMethod;
  /** A resource path of API Gateway, such as `/orders/{id}` or `/files/{proxy+}`. */
  readonly path: string;
  /** Calls that one counts for; default 1. */
  readonly cost?: number;
}

/** Members that the path can fill. */
export const fillable = ['project', 'module', 'environment'] as const;

/** The parameter that fills a member such as `{project}`; null for a name that is meant as it stands. */
export function parameterIn(text: string): string | null {
  return text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : null;
}
