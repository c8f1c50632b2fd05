import { UnexpectedAnswerError } from './errors.ts';
import type { CallOptions } from './options.ts';
import type { Answer } from './read-answer.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins, for `cursor` of the same query; null at the end. A page can be short, or empty, before. */
  readonly cursor: string | null;
  readonly headers: Headers;
}

/** Reads the page at an address. */
export type ReadPage = (url: URL, options: CallOptions) => Promise<Answer>;

/** A list of the API, read page by page as it is iterated: over its items, or its `pages()`. Each iteration begins anew. */
export class Listing<Item> implements AsyncIterable<Item> {
  readonly #first: URL;
  readonly #read: ReadPage;
  readonly #options: CallOptions;
  readonly #maxPages: number;

  constructor(first: URL, read: ReadPage, options: CallOptions, maxPages: number) {
    this.#first = first;
    this.#read = read;
    this.#options = options;
    this.#maxPages = maxPages;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  /** @throws UnexpectedAnswerError for a list that leads elsewhere, or has no end */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    const seen = new Set<string>();
    for (let url: URL | null = this.#first; url !== null; ) {
      const { status, headers, body }: Answer = await this.#read(url, this.#options);
      const unexpected = (what: string) =>
        new UnexpectedAnswerError(what, status, headers.get('X-Request-Id'));
      if (!Array.isArray(body)) throw unexpected('is no list');
      seen.add(url.href);
      const next: URL | null = nextOf(headers, url);
      if (next !== null && next.origin !== url.origin) throw unexpected('leads to another server');
      if (next !== null && (seen.has(next.href) || seen.size >= this.#maxPages))
        throw unexpected('is a list without end');
      yield { items: body as Item[], cursor: next?.searchParams.get('cursor') ?? null, headers };
      url = next;
    }
  }

  /** The first page alone. */
  async page(): Promise<Page<Item>> {
    const { value } = await this.pages().next();
    return value as Page<Item>;
  }
}

/** The target of `rel="next"` (RFC 8288), resolved; null where there is none. */
function nextOf(headers: Headers, base: URL): URL | null {
  const links = (headers.get('Link') ?? '').matchAll(
    /<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)/g,
  );
  for (const [, target = '', parameters = ''] of links) {
    const [, quoted, bare = ''] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i.exec(parameters) ?? [];
    const relations = (quoted ?? bare).toLowerCase().split(/\s+/);
    if (relations.includes('next') && URL.canParse(target, base.href)) return new URL(target, base);
  }
  return null;
}
