import type { RightsDraft } from './rights-draft.ts';

/** What is wrong with rows of a draft, by the id of the row: `actions` with the actions of an environment, else with its name. */
export type RightsFaults = ReadonlyMap<string, 'missing' | 'twice' | 'actions'>;

export const noFaults: RightsFaults = new Map();

/**
 * Names that are missing, or stand twice among their own: only the later one is at fault then. Environments on which
 * nothing is allowed.
 */
export function faultsOf(draft: RightsDraft): RightsFaults {
  const lists = [draft, ...draft.flatMap(({ modules, environments }) => [modules, environments])];
  const idle = draft
    .flatMap(({ environments }) => environments)
    .filter(({ actions }) => actions.length === 0)
    .map(({ id }) => [id, 'actions'] as const);
  return new Map([...idle, ...lists.flatMap((list) => faultsIn(list))]);
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
