import type { Paging } from './paging.ts';

const item = 'latchkey.pages';

/** Where the pages of one list begin, as far as this tab has seen: there is no other way back to a page of a cursor. */
interface Trail {
  readonly list: string;
  /** Of page 2 and so on. */
  readonly cursors: readonly string[];
}

/**
 * What the tab knows of a list. It outlives a reload, and a visit to another page.
 *
 * @param list names the list with its filters
 */
export function readTrail(list: string, { page = 1, cursor }: Paging): readonly string[] {
  const text = sessionStorage.getItem(item);
  const known: Trail = text === null ? { list: '', cursors: [] } : (JSON.parse(text) as Trail);
  if (known.list !== list) return [];
  // A link led here: of what is before it, only the first page is known.
  return cursor === undefined || known.cursors[page - 2] === cursor ? known.cursors : [];
}

/** Remembers where this page and the next begin. */
export function extendTrail(list: string, paging: Paging, nextCursor: string): readonly string[] {
  const { page = 1 } = paging;
  const cursors = [...readTrail(list, paging).slice(0, page - 1), nextCursor];
  // After a link to a later page there is a gap, which nothing can lead to.
  if (cursors.length === page) sessionStorage.setItem(item, JSON.stringify({ list, cursors }));
  return cursors;
}
