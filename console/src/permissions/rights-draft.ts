import type { AccessRights } from '@latchkey/client';

export type EnvironmentAction = 'read' | 'execute' | 'deploy';
export const environmentActions: readonly EnvironmentAction[] = ['read', 'execute', 'deploy'];

/** Access rights while somebody edits them: names may be missing, or given twice. */
export type RightsDraft = readonly ProjectDraft[];

export interface ProjectDraft {
  readonly project: string;
  readonly lines: readonly RightsLine[];
}

export interface RightsLine {
  readonly kind: 'module' | 'environment';
  readonly name: string;
  /** Of a module: `read`, or `read` and `write`. */
  readonly actions: readonly string[];
}

export function draftOfRights(rights: AccessRights): RightsDraft {
  return Object.entries(rights.projects ?? {}).map(([project, { modules = {}, environments = {} }]) => ({
    project,
    lines: [
      ...Object.entries(modules).map(([name, action]) => ({
        kind: 'module' as const,
        name,
        actions: action === 'write' ? ['read', 'write'] : ['read'],
      })),
      ...Object.entries(environments).map(([name, actions]) => ({
        kind: 'environment' as const,
        name,
        actions,
      })),
    ],
  }));
}

/** The rights that a draft comes to. Names that are missing are left out; what is said twice is joined. */
export function rightsOfDraft(draft: RightsDraft): AccessRights {
  const projects: Record<string, ProjectRights> = Object.create(null);
  for (const { project, lines } of draft) {
    const name = project.trim();
    if (name === '') continue;
    const rights = (projects[name] ??= {});
    for (const line of lines) addLine(rights, line);
  }
  return draft.length === 0 ? {} : { projects: { ...projects } };
}

interface ProjectRights {
  modules?: Record<string, 'read' | 'write'>;
  environments?: Record<string, EnvironmentAction[]>;
}

function addLine(rights: ProjectRights, { kind, name: given, actions }: RightsLine): void {
  const name = given.trim();
  if (name === '') return;
  if (kind === 'module') {
    rights.modules ??= {};
    const isWrite = actions.includes('write') || rights.modules[name] === 'write';
    rights.modules[name] = isWrite ? 'write' : 'read';
    return;
  }
  rights.environments ??= {};
  const former = rights.environments[name] ?? [];
  rights.environments[name] = environmentActions.filter(
    (action) => actions.includes(action) || former.includes(action),
  );
}

/** Whether something that would be left out stands in the draft: a name that is missing, or an environment without action. */
export function isIncomplete(draft: RightsDraft): boolean {
  return draft.some(
    ({ project, lines }) =>
      project.trim() === '' || lines.some(({ name, actions }) => name.trim() === '' || actions.length === 0),
  );
}
