import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { Call, Request } from './memory-api.ts';
import type { SettableClock } from './memory-ports.ts';

/** One answer of a list that is followed by its `Link`. */
export interface Step {
  readonly body: any;
  /** Made to DynamoDB. */
  readonly requests: number;
  readonly tookMs: number;
}

/** Lists over stores whose reads take time. Nothing is timed: the clock is moved on by what a read would take. */
export class Steps {
  readonly #clock: SettableClock;
  #requests = 0;

  constructor(clock: SettableClock) {
    this.#clock = clock;
  }

  /** A read that takes so long. */
  spend(ms: number): void {
    this.#requests += 1;
    this.#clock.set(this.#clock.now() + ms);
  }

  /** The answers to a request and to each `Link` that follows. */
  async take(api: Call, operation: OperationId, request: Request): Promise<Step[]> {
    const steps: Step[] = [];
    let query = request.query ?? null;
    while (query !== null) {
      this.#requests = 0;
      const begunAt = this.#clock.now();
      const { status, body, headers } = await api(operation, { ...request, query });
      expect(status).toBe(200);
      steps.push({ body, requests: this.#requests, tookMs: this.#clock.now() - begunAt });
      const url = headers['Link']?.match(/^<([^>]+)>; rel="next"$/)?.[1];
      query = url === undefined ? null : Object.fromEntries(new URL(url).searchParams);
    }
    return steps;
  }
}

export function expectBounded(steps: readonly Step[]): void {
  expect(Math.max(...steps.map(({ tookMs }) => tookMs))).toBeLessThanOrEqual(2_000);
  expect(Math.max(...steps.map(({ requests: made }) => made))).toBeLessThan(150);
  expect(steps.length).toBeLessThan(40);
}
