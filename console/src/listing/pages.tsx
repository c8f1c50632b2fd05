import Pagination from '@cloudscape-design/components/pagination';
import { useEffect } from 'react';
import { texts } from '../texts/texts.ts';
import { cursorsFrom, keepPageTrails, readPageTrails, withNextPage } from './page-trail.ts';
import { type Paging, sized } from './paging.ts';
import type { ListPage } from './use-page.ts';

interface PagesProps {
  readonly paging: Paging;
  readonly page: Pick<ListPage<unknown>, 'list' | 'nextCursor' | 'isFormer' | 'state'>;
  /** Shows another part of the same list. */
  readonly turn: (to: Paging) => void;
}

/** Cursors lead on, and back to what this tab has seen. */
export function Pages({ paging, page, turn }: PagesProps) {
  const { page: number = 1, size } = paging;
  const { label, next, previous, page: pageLabel } = texts.listing.pages;
  const { nextCursor, list } = page;
  const trails = readPageTrails();
  const extended = nextCursor === null ? trails : withNextPage(trails, list, paging, nextCursor);
  useEffect(() => {
    if (extended !== trails) keepPageTrails(extended);
  });
  const cursors = cursorsFrom(extended, list, paging);
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
        turn({ ...sized(size), ...(target > 1 && cursor !== undefined && { page: target, cursor }) });
      }}
    />
  );
}
