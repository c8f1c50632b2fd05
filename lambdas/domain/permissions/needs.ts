import type { EnvironmentAction, ModuleRight, ProjectRights } from './access-rights.ts';
import type { Permissions } from './permissions.ts';

/** What a call needs of whoever makes it: scopes, and an action on one module or one environment of a project. */
export interface Needs {
  readonly scopes?: readonly string[];
  readonly project?: string;
  readonly module?: string;
  readonly environment?: string;
  readonly action?: ModuleRight | EnvironmentAction;
}

/** The same as permissions, which a caller has or lacks. */
export function permissionsNeeded({ scopes = [], project, module, environment, action }: Needs): Permissions {
  if (project === undefined || action === undefined) return { scopes, accessRights: {} };
  const rights: ProjectRights =
    module === undefined
      ? { environments: { [environment ?? '']: [action as EnvironmentAction] } }
      : { modules: { [module]: action as ModuleRight } };
  return { scopes, accessRights: { projects: { [project]: rights } } };
}
