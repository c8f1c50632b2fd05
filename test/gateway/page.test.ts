import fc from 'fast-check';
import type { ListPart } from '../../lambdas/domain/list-part.ts';
import { filteringBudgetMs, linkHeader, maxPageBytes, takePage } from '../../lambdas/gateway/page.ts';

/** Their positions are the numbers themselves. */
const partOf = (items: readonly number[]): ListPart<number> => ({ items, end: String(items.at(-1)) });

async function* chunked(items: readonly number[], size: number): AsyncGenerator<ListPart<number>> {
  for (let at = 0; at < items.length; at += size) yield partOf(items.slice(at, at + size));
}

/** Items of a list 0, 1, 2 … behind a position. */
const behind = (length: number, position: string | null, size: number) =>
  chunked(
    Array.from({ length }, (_, at) => at).filter((item) => position === null || item > Number(position)),
    size,
  );

async function readAll(length: number, size: number, limit: number, matches: (item: number) => boolean) {
  const pages: number[][] = [];
  let position: string | null = null;
  do {
    const page: { items: readonly number[]; next: string | null } = await takePage(
      behind(length, position, size),
      { limit, matches, positionOf: String, now: () => 0 },
    );
    pages.push([...page.items]);
    position = page.next;
  } while (position !== null);
  return pages;
}

describe('pages, one after the other', () => {
  test('give each match once, in order, and are full unless they are the last', async () => {
    const size = fc.integer({ min: 1, max: 7 });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 40 }),
        size,
        size,
        fc.func(fc.boolean()),
        async (length, chunk, limit, chosen) => {
          const matches = (item: number) => chosen(item);
          const pages = await readAll(length, chunk, limit, matches);
          expect(pages.flat()).toEqual(Array.from({ length }, (_, at) => at).filter(matches));
          expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
          expect(pages.at(-1)!.length).toBeGreaterThan(length === 0 || pages.length === 1 ? -1 : 0);
        },
      ),
    );
  });

  test('of an empty list are one empty page', async () => {
    expect(await readAll(0, 5, 5, () => true)).toEqual([[]]);
  });
});

describe('a page', () => {
  test('is read no further than it has to be', async () => {
    const read: number[] = [];
    async function* pages(): AsyncGenerator<ListPart<number>> {
      for (let at = 0; ; at += 1) {
        read.push(at);
        yield partOf([at]);
      }
    }
    await takePage(pages(), { limit: 3, matches: () => true, positionOf: String, now: () => 0 });
    expect(read).toEqual([0, 1, 2, 3]);
  });

  test('is sent as it is once its time is up, and goes on behind the last item looked at', async () => {
    let time = 0;
    async function* pages(): AsyncGenerator<ListPart<number>> {
      for (let at = 0; ; at += 1) {
        time += filteringBudgetMs / 2;
        yield partOf([at * 10, at * 10 + 1]);
      }
    }
    const page = await takePage(pages(), {
      limit: 25,
      matches: (item) => item === 10,
      positionOf: String,
      now: () => time,
    });
    expect(page).toEqual({ items: [10], next: '11' });
  });

  test('is sent empty once its time is up, where nothing has been seen, and goes on where reading stopped', async () => {
    let time = 0;
    async function* pages(): AsyncGenerator<ListPart<number>> {
      for (let at = 1; at <= 1_000; at += 1) {
        time += filteringBudgetMs / 2;
        yield { items: [], end: `day ${at}` };
      }
    }
    const page = await takePage(pages(), {
      limit: 25,
      matches: () => true,
      positionOf: String,
      now: () => time,
    });
    expect(page).toEqual({ items: [], next: 'day 2' });
  });
});

describe('the Link header', () => {
  test('is the same query, from the cursor on', () => {
    const query = { search: 'a&b', sort: undefined, limit: '5', cursor: 'before' };
    const { Link } = linkHeader('https://h/api/v1/api-keys', query, 'after');
    expect(Link).toBe('<https://h/api/v1/api-keys?search=a%26b&limit=5&cursor=after>; rel="next"');
  });

  test('is missing at the end', () => {
    expect(linkHeader('https://h', { limit: '5' }, null)).toEqual({});
  });
});

describe('a page of large items', () => {
  const bytesOf = () => maxPageBytes / 2;
  const take = (position: string | null) =>
    takePage(behind(5, position, 5), {
      limit: 5,
      matches: () => true,
      positionOf: String,
      bytesOf,
      now: () => 0,
    });

  test('ends before it is too large, and the next goes on', async () => {
    expect(await take(null)).toEqual({ items: [0, 1], next: '1' });
    expect(await take('1')).toEqual({ items: [2, 3], next: '3' });
    expect(await take('3')).toEqual({ items: [4], next: null });
  });

  test('has one at least', async () => {
    const page = await takePage(behind(2, null, 2), {
      limit: 5,
      matches: () => true,
      positionOf: String,
      bytesOf: () => 2 * maxPageBytes,
      now: () => 0,
    });
    expect(page).toEqual({ items: [0], next: '0' });
  });
});
