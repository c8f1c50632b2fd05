/** Rights in projects; `*` as project, module or environment matches all. `{}` grants nothing. */
export interface AccessRights {
  readonly projects?: Readonly<Record<string, ProjectRights>>;
}

export interface ProjectRights {
  /** Write implies read. */
  readonly modules?: Readonly<Record<string, ModuleRight>>;
  /** Environment actions imply nothing of one another. */
  readonly environments?: Readonly<Record<string, readonly EnvironmentAction[]>>;
}

export type ModuleRight = 'read' | 'write';
export type EnvironmentAction = 'read' | 'execute' | 'deploy';

/** All that access rights can grant. */
export const allAccessRights: AccessRights = {
  projects: { '*': { modules: { '*': 'write' }, environments: { '*': ['deploy', 'execute', 'read'] } } },
};

/** One indivisible right. Sets of atoms make union, intersection and cover one rule each. */
interface Atom {
  readonly project: string;
  readonly kind: 'modules' | 'environments';
  readonly name: string;
  readonly action: ModuleRight | EnvironmentAction;
}

export function uniteAccessRights(sets: readonly AccessRights[]): AccessRights {
  return fromAtoms(sets.flatMap(toAtoms));
}

/** What both grant. */
export function intersectAccessRights(left: AccessRights, right: AccessRights): AccessRights {
  const others = Map.groupBy(toAtoms(right), ({ project }) => project);
  const candidates = (project: string) =>
    project === '*'
      ? [...others.values()].flat()
      : [...(others.get(project) ?? []), ...(others.get('*') ?? [])];
  return fromAtoms(toAtoms(left).flatMap((a) => candidates(a.project).flatMap((b) => meet(a, b))));
}

/** The part of `wanted` that `held` does not cover; `{}` where all of it is covered. */
export function missingAccessRights(held: AccessRights, wanted: AccessRights): AccessRights {
  const known = new Set(toAtoms(held).map(textOf));
  return fromAtoms(toAtoms(wanted).filter((atom) => !coveringTexts(atom).some((text) => known.has(text))));
}

export function isEmptyAccessRights(rights: AccessRights): boolean {
  return toAtoms(rights).length === 0;
}

function toAtoms(rights: AccessRights): Atom[] {
  return Object.entries(rights.projects ?? {}).flatMap(([project, { modules, environments }]) => [
    ...Object.entries(modules ?? {}).map(([name, action]) => ({
      project,
      kind: 'modules' as const,
      name,
      action,
    })),
    ...Object.entries(environments ?? {}).flatMap(([name, actions]) =>
      actions.map((action) => ({ project, kind: 'environments' as const, name, action })),
    ),
  ]);
}

/** In normal form: sorted, without an atom that another one covers. */
function fromAtoms(atoms: readonly Atom[]): AccessRights {
  const distinct = new Map(atoms.map((atom) => [textOf(atom), atom]));
  const kept = [...distinct].filter(([text, atom]) =>
    coveringTexts(atom).every((other) => other === text || !distinct.has(other)),
  );
  if (kept.length === 0) return {};
  const projects: Record<
    string,
    { modules?: Record<string, ModuleRight>; environments?: Record<string, EnvironmentAction[]> }
  > = record();
  for (const [, { project, kind, name, action }] of kept.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const entry = (projects[project] ??= {});
    if (kind === 'modules') (entry.modules ??= record<ModuleRight>())[name] = action as ModuleRight;
    else
      ((entry.environments ??= record<EnvironmentAction[]>())[name] ??= []).push(action as EnvironmentAction);
  }
  return { projects };
}

/** Names of projects are the caller's: none of them may reach a prototype. */
function record<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

function textOf({ project, kind, name, action }: Atom): string {
  return JSON.stringify([project, kind, name, action]);
}

/** The atoms that cover this one, itself among them: eight at most. */
function coveringTexts({ project, kind, name, action }: Atom): string[] {
  const actions = kind === 'modules' && action === 'read' ? (['read', 'write'] as const) : [action];
  return wider(project).flatMap((inProject) =>
    wider(name).flatMap((named) =>
      actions.map((done) => textOf({ project: inProject, kind, name: named, action: done })),
    ),
  );
}

function wider(pattern: string): string[] {
  return pattern === '*' ? ['*'] : [pattern, '*'];
}

function meet(left: Atom, right: Atom): Atom[] {
  if (left.kind !== right.kind) return [];
  const project = narrower(left.project, right.project);
  const name = narrower(left.name, right.name);
  const action = meetActions(left, right);
  return project === null || name === null || action === null
    ? []
    : [{ project, kind: left.kind, name, action }];
}

function narrower(left: string, right: string): string | null {
  if (left === '*' || left === right) return right;
  return right === '*' ? left : null;
}

function meetActions(left: Atom, right: Atom): Atom['action'] | null {
  if (left.action === right.action) return left.action;
  return left.kind === 'modules' ? 'read' : null;
}
