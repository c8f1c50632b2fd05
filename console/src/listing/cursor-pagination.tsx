import Pagination from '@cloudscape-design/components/pagination';
import { texts } from '../texts/texts.ts';
import { extendCursorTrail, type Place, readCursorTrail } from './cursor-trail.ts';

interface CursorPaginationProps {
  readonly place: Place;
  /** Where the next page begins; null where there is none, or it is not known yet. */
  readonly nextCursor: string | null;
  readonly disabled: boolean;
  /** `cursor` is undefined for the first page. */
  readonly show: (page: number, cursor: string | undefined) => void;
}

/** Cursors lead on, and back to what this tab has seen. */
export function CursorPagination({ place, nextCursor, disabled, show }: CursorPaginationProps) {
  const { page: number } = place;
  const { label, next, previous, page: pageLabel } = texts.cursorPages.pages;
  const cursors = nextCursor === null ? readCursorTrail(place) : extendCursorTrail(place, nextCursor);
  const last =
    nextCursor === null ? Math.max(number, cursors.length + 1) : Math.max(number + 1, cursors.length + 1);
  return (
    <Pagination
      currentPageIndex={number}
      pagesCount={last}
      openEnd={nextCursor !== null}
      disabled={disabled}
      ariaLabels={{ paginationLabel: label, nextPageLabel: next, previousPageLabel: previous, pageLabel }}
      onChange={({ detail: { currentPageIndex: target } }) => {
        const cursor = target === number + 1 ? (nextCursor ?? cursors[target - 2]) : cursors[target - 2];
        show(cursor === undefined ? 1 : target, target > 1 ? cursor : undefined);
      }}
    />
  );
}
