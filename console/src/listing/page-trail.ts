import type { Paging } from './paging.ts';

/** Where the pages of one list begin, as far as this tab has seen: there is no other way back to a page of a cursor. */
export interface PageTrail {
  /** The list with its filters, its order and the size of its pages. */
  readonly list: string;
  /** Of page 2 and so on. */
  readonly cursors: readonly string[];
}

/** Lists that are remembered; the one that was not seen for the longest time goes first. */
const maxTrails = 10;

/** Where pages of a list begin, as seen from one of them: as far as it leads on from them. */
export function cursorsFrom(
  trails: readonly PageTrail[],
  list: string,
  { page = 1, cursor }: Paging,
): readonly string[] {
  const known = trails.find((trail) => trail.list === list)?.cursors ?? [];
  // A link led here: of what is before it, only the first page is known.
  return cursor === undefined || known[page - 2] === cursor ? known : [];
}

/** Remembers where the page after one begins. Pages that were known after another one are forgotten. */
export function withNextPage(
  trails: readonly PageTrail[],
  list: string,
  paging: Paging,
  nextCursor: string,
): readonly PageTrail[] {
  const { page = 1 } = paging;
  const known = cursorsFrom(trails, list, paging);
  // After a link to a later page there is a gap, which nothing can lead to.
  if (known[page - 1] === nextCursor || known.length < page - 1) return trails;
  const others = trails.filter((trail) => trail.list !== list);
  return [{ list, cursors: [...known.slice(0, page - 1), nextCursor] }, ...others].slice(0, maxTrails);
}

const item = 'latchkey.pages';

/** What the tab knows: it outlives a reload, and visits to other lists. */
export function readPageTrails(): readonly PageTrail[] {
  const text = sessionStorage.getItem(item);
  return text === null ? [] : (JSON.parse(text) as PageTrail[]);
}

export function keepPageTrails(trails: readonly PageTrail[]): void {
  sessionStorage.setItem(item, JSON.stringify(trails));
}
