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
type Atom = { readonly project: string; readonly name: string } & (
  | { readonly kind: 'modules'; readonly action: ModuleRight }
  | { readonly kind: 'environments'; readonly action: EnvironmentAction }
);

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
  const asked = toAtoms(wanted);
  if (asked.length === 0) return {};
  const known = new Set(toAtoms(held).map(textOf));
  return fromAtoms(asked.filter((atom) => !coveringTexts(atom).some((text) => known.has(text))));
}

/** Whether something is held of each right that is wanted; `*` wants any project, module or environment. */
export function holdsPartOfEach(held: AccessRights, wanted: AccessRights): boolean {
  const atoms = toAtoms(held);
  return toAtoms(wanted).every((want) =>
    atoms.some((have) => meet(have, want).some(({ action }) => action === want.action)),
  );
}

/** The part of `wanted` of which `held` grants nothing, not even less; `{}` where there is none. */
export function uselessAccessRights(held: AccessRights, wanted: AccessRights): AccessRights {
  return fromAtoms(
    toAtoms(wanted).filter((atom) => isEmptyAccessRights(intersectAccessRights(held, fromAtoms([atom])))),
  );
}

export function isEmptyAccessRights(rights: AccessRights): boolean {
  return toAtoms(rights).length === 0;
}

function toAtoms(rights: AccessRights): Atom[] {
  return Object.entries(rights.projects ?? {}).flatMap(([project, { modules = {}, environments = {} }]) => [
    ...Object.entries(modules).map(([name, action]) => ({ project, kind: 'modules', name, action }) as const),
    ...Object.entries(environments).flatMap(([name, actions]) =>
      actions.map((action) => ({ project, kind: 'environments', name, action }) as const),
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
  const projects = record<{
    modules?: Record<string, ModuleRight>;
    environments?: Record<string, EnvironmentAction[]>;
  }>();
  for (const [, atom] of kept.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const entry = (projects[atom.project] ??= {});
    if (atom.kind === 'modules') (entry.modules ??= record())[atom.name] = atom.action;
    else ((entry.environments ??= record())[atom.name] ??= []).push(atom.action);
  }
  return { projects };
}

/** Names of projects are the caller's: none of them may reach a prototype. */
function record<T>(): Record<string, T> {
  return Object.create(null);
}

function textOf({ project, kind, name, action }: Record<keyof Atom, string>): string {
  return JSON.stringify([project, kind, name, action]);
}

/** The atoms that cover this one, itself among them: eight at most. No environment is there to write. */
function coveringTexts(atom: Atom): string[] {
  const actions = atom.action === 'read' ? ['read', 'write'] : [atom.action];
  return wider(atom.project).flatMap((project) =>
    wider(atom.name).flatMap((name) => actions.map((action) => textOf({ ...atom, project, name, action }))),
  );
}

function wider(pattern: string): string[] {
  return pattern === '*' ? ['*'] : [pattern, '*'];
}

function meet(left: Atom, right: Atom): Atom[] {
  const project = narrower(left.project, right.project);
  const name = narrower(left.name, right.name);
  if (project === null || name === null || left.kind !== right.kind) return [];
  if (left.action === right.action) return [{ ...left, project, name }];
  // Of a module, one is to read and the other to write.
  return left.kind === 'modules' ? [{ ...left, project, name, action: 'read' }] : [];
}

function narrower(left: string, right: string): string | null {
  if (left === '*' || left === right) return right;
  return right === '*' ? left : null;
}
