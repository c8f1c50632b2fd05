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

/**
 * The rights that a draft stands for. Spaces around names are dropped. What has no name yet is left out; of what stands
 * twice, the later counts.
 */
export function rightsOf(draft: RightsDraft): AccessRights {
  if (draft.length === 0) return {};
  return {
    projects: named(draft, ({ modules, environments }) => ({
      ...(modules.length > 0 && { modules: named(modules, ({ right }) => right) }),
      ...(environments.length > 0 && { environments: named(environments, ({ actions }) => [...actions]) }),
    })),
  };
}

function named<Row extends { readonly name: string }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): Record<string, Value> {
  const given = rows.filter(({ name }) => name.trim() !== '');
  return Object.fromEntries(given.map((row) => [row.name.trim(), valueOf(row)]));
}
