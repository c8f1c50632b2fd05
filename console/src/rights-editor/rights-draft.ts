import type { AccessRights } from '@latchkey/client';

/** Access rights as they are while somebody edits them: names can be empty, or stand twice, for a while. */
export type RightsDraft = readonly ProjectDraft[];

export interface ProjectDraft {
  /** Of the row, as long as it is edited. */
  readonly id: string;
  readonly name: string;
  readonly modules: readonly ModuleDraft[];
  readonly environments: readonly EnvironmentDraft[];
}

export interface ModuleDraft {
  readonly id: string;
  readonly name: string;
  readonly right: 'read' | 'write';
}

export interface EnvironmentDraft {
  readonly id: string;
  readonly name: string;
  readonly actions: readonly EnvironmentAction[];
}

export type EnvironmentAction = 'read' | 'execute' | 'deploy';
export const environmentActions: readonly EnvironmentAction[] = ['read', 'execute', 'deploy'];

/** What is wrong with a name, by the id of its row. */
export type RightsFaults = ReadonlyMap<string, 'missing' | 'twice'>;

const newId = () => crypto.randomUUID();

export function newProject(name = ''): ProjectDraft {
  return { id: newId(), name, modules: [], environments: [] };
}

export function newModule(name = ''): ModuleDraft {
  return { id: newId(), name, right: 'read' };
}

export function newEnvironment(name = ''): EnvironmentDraft {
  return { id: newId(), name, actions: ['read'] };
}

export function draftOf({ projects = {} }: AccessRights): RightsDraft {
  return Object.entries(projects).map(([name, { modules = {}, environments = {} }]) => ({
    ...newProject(name),
    modules: Object.entries(modules).map(([module, right]) => ({ ...newModule(module), right })),
    environments: Object.entries(environments).map(([environment, actions]) => ({
      ...newEnvironment(environment),
      actions,
    })),
  }));
}

/** The rights that a draft without faults stands for. Spaces around names are dropped. */
export function rightsOf(draft: RightsDraft): AccessRights {
  if (draft.length === 0) return {};
  const projects = draft.map(({ name, modules, environments }) => [
    name.trim(),
    {
      ...(modules.length > 0 && {
        modules: Object.fromEntries(modules.map((module) => [module.name.trim(), module.right])),
      }),
      ...(environments.length > 0 && {
        environments: Object.fromEntries(
          environments.map((environment) => [environment.name.trim(), [...environment.actions]]),
        ),
      }),
    },
  ]);
  return { projects: Object.fromEntries(projects) };
}

/** Names that are missing, or stand twice among their own: only the later one is at fault then. */
export function faultsOf(draft: RightsDraft): RightsFaults {
  const lists = [draft, ...draft.flatMap(({ modules, environments }) => [modules, environments])];
  return new Map(lists.flatMap((list) => faultsIn(list)));
}

function faultsIn(rows: readonly { readonly id: string; readonly name: string }[]) {
  const seen = new Set<string>();
  return rows.flatMap(({ id, name: typed }): [string, 'missing' | 'twice'][] => {
    const name = typed.trim();
    const isTwice = seen.has(name);
    seen.add(name);
    if (name === '') return [[id, 'missing']];
    return isTwice ? [[id, 'twice']] : [];
  });
}
