import Pagination from '@cloudscape-design/components/pagination';
import { texts } from '../texts/texts.ts';
import { extendTrail, readTrail } from './page-trail.ts';
import type { Paging } from './paging.ts';
import type { ListPage } from './use-page.ts';

interface PagesProps {
  readonly paging: Paging;
  readonly page: ListPage<unknown>;
  /** Shows another page of the same list. */
  readonly turn: (to: Pick<Paging, 'page' | 'cursor'>) => void;
}

/** Cursors lead on, and back to what this tab has seen. */
export function Pages({ paging, page, turn }: PagesProps) {
  const { page: number = 1 } = paging;
  const { label, next, previous, page: pageLabel } = texts.listing.pages;
  const { nextCursor, list } = page;
  const cursors = nextCursor === null ? readTrail(list, paging) : extendTrail(list, paging, nextCursor);
  const last = Math.max(nextCursor === null ? number : number + 1, cursors.length + 1);
  return (
    <Pagination
      currentPageIndex={number}
      pagesCount={last}
      openEnd={nextCursor !== null}
      disabled={page.isFormer || page.state === 'loading'}
      ariaLabels={{ paginationLabel: label, nextPageLabel: next, previousPageLabel: previous, pageLabel }}
      onChange={({ detail }) => {
        const target = detail.currentPageIndex;
        const cursor = target === number + 1 ? (nextCursor ?? cursors[target - 2]) : cursors[target - 2];
        turn(target > 1 && cursor !== undefined ? { page: target, cursor } : {});
      }}
    />
  );
}
