import type { ApiKeySearch } from './search.ts';

const item = 'latchkey.api-key-pages';

/** Where the pages of one list begin, as far as this tab has seen: there is no other way back to a page of a cursor. */
interface Trail {
  readonly list: string;
  /** Of page 2 and so on. */
  readonly cursors: readonly string[];
}

/** What the tab knows of the list that an address names. It outlives a reload, and a visit to another page. */
export function readTrail(search: ApiKeySearch): readonly string[] {
  const { list, cursors } = stored();
  const known = list === listOf(search) ? cursors : [];
  const { page = 1, cursor } = search;
  // A link led here: of what is before it, only the first page is known.
  return cursor === undefined || known[page - 2] === cursor ? known : [];
}

/** Remembers where this page and the next begin. */
export function extendTrail(search: ApiKeySearch, nextCursor: string): readonly string[] {
  const { page = 1 } = search;
  const cursors = [...readTrail(search).slice(0, page - 1), nextCursor];
  // After a link to a later page there is a gap, which nothing can lead to.
  if (cursors.length === page)
    sessionStorage.setItem(item, JSON.stringify({ list: listOf(search), cursors }));
  return cursors;
}

function stored(): Trail {
  const text = sessionStorage.getItem(item);
  return text === null ? { list: '', cursors: [] } : (JSON.parse(text) as Trail);
}

function listOf(search: ApiKeySearch): string {
  const { page: _, cursor: __, ...list } = search;
  return JSON.stringify(
    list,
    Object.keys(list).toSorted((a, b) => a.localeCompare(b)),
  );
}
