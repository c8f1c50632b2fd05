/** Where the pages of one list begin, as far as this tab has seen: there is no other way back to a page of a cursor. */
interface Trail {
  readonly list: string;
  /** Of page 2 and so on. */
  readonly cursors: readonly string[];
}

/** A page of a list: which list it is (resource, filters, order), and where in it. */
export interface Place {
  readonly list: string;
  /** From 1. */
  readonly page: number;
  /** Where the page begins; of every page but the first. */
  readonly cursor: string | undefined;
}

/** What the tab knows of a list. It outlives a reload, and a visit to another page. */
export function readCursorTrail({ list, page, cursor }: Place): readonly string[] {
  const trail = stored();
  const known = trail.list === list ? trail.cursors : [];
  // A link led here: of what is before it, only the first page is known.
  return cursor === undefined || known[page - 2] === cursor ? known : [];
}

/** Remembers where the page after this one begins. */
export function extendCursorTrail(place: Place, nextCursor: string): readonly string[] {
  const { list, page } = place;
  const cursors = [...readCursorTrail(place).slice(0, page - 1), nextCursor];
  // After a link to a later page there is a gap, which nothing can lead to.
  if (cursors.length === page) sessionStorage.setItem(item, JSON.stringify({ list, cursors }));
  return cursors;
}

const item = 'latchkey.pages';

function stored(): Trail {
  const text = sessionStorage.getItem(item);
  return text === null ? { list: '', cursors: [] } : (JSON.parse(text) as Trail);
}
