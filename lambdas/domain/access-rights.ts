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
  const others = toAtoms(right);
  return fromAtoms(toAtoms(left).flatMap((a) => others.flatMap((b) => meet(a, b))));
}

/** The part of `wanted` that `held` does not cover; `{}` where all of it is covered. */
export function missingAccessRights(held: AccessRights, wanted: AccessRights): AccessRights {
  const heldAtoms = toAtoms(held);
  return fromAtoms(toAtoms(wanted).filter((atom) => !heldAtoms.some((other) => covers(other, atom))));
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

function fromAtoms(atoms: readonly Atom[]): AccessRights {
  const kept = atoms.filter(
    (atom, index) =>
      !atoms.some((other, at) => at !== index && covers(other, atom) && (at < index || !covers(atom, other))),
  );
  if (kept.length === 0) return {};
  const projects: Record<
    string,
    { modules?: Record<string, ModuleRight>; environments?: Record<string, EnvironmentAction[]> }
  > = Object.create(null);
  for (const { project, kind, name, action } of kept.toSorted(byText)) {
    const entry = (projects[project] ??= {});
    if (kind === 'modules')
      (entry.modules ??= Object.create(null) as Record<string, ModuleRight>)[name] = action as ModuleRight;
    else
      ((entry.environments ??= Object.create(null) as Record<string, EnvironmentAction[]>)[name] ??= []).push(
        action as EnvironmentAction,
      );
  }
  return { projects };
}

function byText(left: Atom, right: Atom): number {
  const a = `${left.project}\0${left.kind}\0${left.name}\0${left.action}`;
  const b = `${right.project}\0${right.kind}\0${right.name}\0${right.action}`;
  return a < b ? -1 : a > b ? 1 : 0;
}

function covers(wide: Atom, narrow: Atom): boolean {
  return (
    wide.kind === narrow.kind &&
    matches(wide.project, narrow.project) &&
    matches(wide.name, narrow.name) &&
    (wide.action === narrow.action || (wide.kind === 'modules' && wide.action === 'write'))
  );
}

function matches(pattern: string, name: string): boolean {
  return pattern === '*' || pattern === name;
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
  if (matches(left, right)) return right;
  return matches(right, left) ? left : null;
}

function meetActions(left: Atom, right: Atom): Atom['action'] | null {
  if (left.action === right.action) return left.action;
  return left.kind === 'modules' ? 'read' : null;
}
