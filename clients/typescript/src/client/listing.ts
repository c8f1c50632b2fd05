import { type Steps, stepsFrom } from './steps.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins, for `cursor` of the same query; null at the end. A page can be short, or empty, before. */
  readonly cursor: string | null;
  readonly headers: Headers;
}

/** A list of the API, read page by page as it is iterated: over its items, or its `pages()`. Each iteration begins anew. */
export class Listing<Item> implements AsyncIterable<Item> {
  readonly #steps: Steps;

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  /** @throws UnexpectedAnswerError for a list that leads elsewhere, or has no end */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    for await (const { answer, next, unexpected } of stepsFrom(this.#steps)) {
      if (!Array.isArray(answer.body)) throw unexpected('is no list');
      yield {
        items: answer.body as Item[],
        cursor: next?.searchParams.get('cursor') ?? null,
        headers: answer.headers,
      };
    }
  }

  /** The first page alone. */
  async page(): Promise<Page<Item>> {
    const { value } = await this.pages().next();
    return value as Page<Item>;
  }
}
