/**
 * What calls to a route need of a key. Where `project`, `module` or `environment` is `{name}`, the parameter of that name
 * in the call's path says what it is.
 */
export interface RouteRequirements {
  /**
   * Scopes that the key must have, all of them.
   *
   * @default - none
   */
  readonly scopes?: string[];

  /**
   * The project that the call is about; with it go `action`, and one of `module` and `environment`.
   *
   * @default - the call is about no project
   */
  readonly project?: string;

  /**
   * A module of the project.
   *
   * @default - none
   */
  readonly module?: string;

  /**
   * An environment of the project.
   *
   * @default - none
   */
  readonly environment?: string;

  /**
   * `read` or `write` on a module; `read`, `execute` or `deploy` on an environment.
   *
   * @default - none
   */
  readonly action?: string;

  /**
   * How many calls one counts for against the key's rate limit.
   *
   * @default 1
   */
  readonly cost?: number;
}
