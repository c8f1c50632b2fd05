import { Problem } from '../domain/problem.ts';
import type { Clock } from '../domain/ports.ts';

/** What one request may read: so many pages, each of 1 MB at most (DynamoDB), until a moment. */
export class ReadingAllowance {
  #pages: number;
  readonly #deadlineMs: number;
  readonly #now: Clock['now'];

  constructor(pages: number, deadlineMs: number, now: Clock['now']) {
    this.#pages = pages;
    this.#deadlineMs = deadlineMs;
    this.#now = now;
  }

  /** @throws Problem `UNAVAILABLE` where a page has come that was one too many, or too late */
  spend(): void {
    this.#pages -= 1;
    if (this.#pages >= 0 && this.#now() < this.#deadlineMs) return;
    throw new Problem('UNAVAILABLE', {
      detail: 'There is too much usage to count in time: ask for fewer days',
    });
  }
}
