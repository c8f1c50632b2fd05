import fc from 'fast-check';
import { pageOf } from '../../console/src/listing/page-of.ts';
import { cursorsFrom, type PageTrail, withNextPage } from '../../console/src/listing/page-trail.ts';
import { changedList, type Paging, readPaging, turnedList } from '../../console/src/listing/paging.ts';
import { callFiltersOf, readKeySearch } from '../../console/src/pages/api-keys/key/search.ts';
import { changedSearch, clearedSearch, readApiKeySearch } from '../../console/src/pages/api-keys/search.ts';
import {
  changedSearch as changedAuditSearch,
  filtersOf,
  readAuditSearch,
} from '../../console/src/pages/audit-log/search.ts';
import type { UserSearch } from '../../console/src/pages/users/search.ts';

const at = (page: number): Paging => (page === 1 ? {} : { page, cursor: `c${page}` });
/** What a tab knows after it has seen pages of a list, each with the page after it. */
const seen = (list: string, pages: readonly number[], before: readonly PageTrail[] = []) =>
  pages.reduce((trails, page) => withNextPage(trails, list, at(page), `c${page + 1}`), before);

test('every page that was seen is found again, from whichever of them one looks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (count, from) => {
      const pages = Array.from({ length: count }, (_, i) => i + 1);
      const trails = seen('keys', pages);
      const expected = pages.map((page) => `c${page + 1}`);
      expect(cursorsFrom(trails, 'keys', at(Math.min(from, count)))).toEqual(expected);
    }),
  );
});

test('a list with other filters knows nothing of these pages, and neither forgets the other', () => {
  const trails = seen('users', [1], seen('keys', [1, 2]));
  expect(cursorsFrom(trails, 'keys?status=paused', {})).toEqual([]);
  expect(cursorsFrom(trails, 'keys', at(3))).toEqual(['c2', 'c3']);
  expect(cursorsFrom(trails, 'users', at(2))).toEqual(['c2']);
});

test('of the lists only the last ones are remembered', () => {
  const lists = Array.from({ length: 30 }, (_, i) => `list ${i}`);
  const trails = lists.reduce((known, list) => seen(list, [1], known), [] as readonly PageTrail[]);
  expect(trails.map(({ list }) => list)).toEqual(lists.slice(-10).toReversed());
});

test('after a link to a later page only the way to the first leads back', () => {
  const linked: Paging = { page: 3, cursor: 'from somewhere else' };
  const trails = withNextPage(seen('keys', [1, 2]), 'keys', linked, 'c4');
  expect(cursorsFrom(trails, 'keys', linked)).toEqual([]);
  expect(cursorsFrom(trails, 'keys', at(3))).toEqual(['c2', 'c3']);
});

test('where a page ends elsewhere by now, what came after it is forgotten', () => {
  const trails = withNextPage(seen('keys', [1, 2, 3]), 'keys', at(2), 'moved');
  expect(cursorsFrom(trails, 'keys', at(2))).toEqual(['c2', 'moved']);
});

test.each<[string, Record<string, string>, Paging]>([
  ['nothing', {}, {}],
  ['the usual size', { size: '10' }, {}],
  ['a size that there is', { size: '50' }, { size: 50 }],
  ['a size that there is not', { size: '1000' }, {}],
  ['a page without its beginning', { page: '2' }, {}],
  ['a beginning without its page', { cursor: 'c' }, {}],
  ['a page', { page: '2', cursor: 'c' }, { page: 2, cursor: 'c' }],
  ['a page that is no number', { page: 'x', cursor: 'c' }, {}],
])('an address with %s', (_, given, paging) => {
  expect(readPaging(given)).toEqual(paging);
});

test('another filter begins at page one, and keeps the size; another page keeps the filters', () => {
  const search: UserSearch = { size: 50, page: 3, cursor: 'c', role: 'reader' };
  expect(changedList(search, { role: 'writer' })).toEqual({ size: 50, role: 'writer' });
  expect(changedList(search, { role: undefined })).toEqual({ size: 50 });
  expect(turnedList(search, { size: 50, page: 4, cursor: 'd' })).toEqual({ ...search, page: 4, cursor: 'd' });
  expect(turnedList(search, {})).toEqual({ role: 'reader' });
});

test('another order, filter or owner of keys begins at page one; what is as by default is left out', () => {
  const search = readApiKeySearch({
    sort: 'name',
    page: '2',
    cursor: 'c',
    size: '25',
    owner: 'me',
    role: 'a',
  });
  expect(search).toEqual({ sort: 'name', page: 2, cursor: 'c', size: 25, owner: 'me', role: 'a' });
  expect(changedSearch(search, { sort: '-createdAt' })).toEqual({ size: 25, owner: 'me', role: 'a' });
  expect(changedSearch(search, { search: 'x' })).toEqual({
    sort: 'name',
    size: 25,
    owner: 'me',
    role: 'a',
    search: 'x',
  });
  expect(clearedSearch(search)).toEqual({ sort: 'name', size: 25, owner: 'me' });
});

test('another filter of the audit log closes the details, and another page keeps the filters', () => {
  const search = readAuditSearch({ actor: ' ann ', event: 'e', page: '2', cursor: 'c', from: 'no moment' });
  expect(search).toEqual({ actor: 'ann', event: 'e', page: 2, cursor: 'c' });
  expect(changedAuditSearch(search, { action: 'api_key.created' })).toEqual({
    actor: 'ann',
    action: 'api_key.created',
  });
  expect(filtersOf(search)).toEqual({ actor: 'ann' });
});

test('the page of a key says by itself which calls are shown', () => {
  const search = readKeySearch({ tab: 'usage', outcome: 'denied', size: '25', page: '2', cursor: 'c' });
  expect(search).toEqual({ tab: 'usage', outcome: 'denied', size: 25, page: 2, cursor: 'c' });
  expect(callFiltersOf(search)).toEqual({ outcome: 'denied' });
});

test('pages of what was read as a whole have everything in them, once and in order', () => {
  const all = Array.from({ length: 23 }, (_, i) => i);
  const pagesFrom = (paging: Paging, page = 1): readonly number[] => {
    const { items, nextCursor } = pageOf('events', all, paging, () => {});
    return nextCursor === null
      ? items
      : [...items, ...pagesFrom({ page: page + 1, cursor: nextCursor }, page + 1)];
  };
  expect(pagesFrom({})).toEqual(all);
  expect(pageOf('events', all, { size: 50 }, () => {}).items).toEqual(all);
  expect(pageOf('events', all, { page: 2, cursor: 'nonsense' }, () => {}).items).toEqual(all.slice(0, 10));
});
