import { randomUUID } from 'node:crypto';
import { deployedBundle } from '../deployment/deployment.ts';
import { handlerEvent } from '../deployment/synthetic-event.ts';
import { FunctionProcess } from '../function/function-process.ts';
import type { Administrator } from '../seed/administrator.ts';
import type { Stage } from '../stage.ts';
import { median } from '../statistics.ts';

export interface ManagementFigures {
  readonly createP50Ms: number;
  readonly firstPageP50Ms: number;
}

export interface PageFigures {
  readonly deepPageP50Ms: number;
  /** Keys before the deep page. */
  readonly deepPageAt: number;
  /** One search for what no key has, and whether its answer leads on. */
  readonly searchMs: number;
  readonly searchHasLink: boolean;
}

/** So few that all rounds together stay within the keys that a user may have. */
const createsPerRound = 15;
const pagesPerRound = 30;
const keysPerPage = 100;

/** The deployed function for API keys, called by an administrator. */
export class Management {
  readonly #administrator: Administrator;
  readonly #apiKeys: FunctionProcess;

  private constructor(administrator: Administrator, apiKeys: FunctionProcess) {
    this.#administrator = administrator;
    this.#apiKeys = apiKeys;
  }

  /** Starts the function and warms it up. */
  static async start(stage: Stage, administrator: Administrator, endpoint: string): Promise<Management> {
    const bundle = deployedBundle(stage.deployment, 'apiKeys', endpoint);
    const management = new Management(administrator, await FunctionProcess.start(stage.worker, bundle));
    await management.measureRound();
    return management;
  }

  async measureRound(): Promise<ManagementFigures> {
    const bodies = Array.from({ length: createsPerRound }, () => ({ name: `bench ${randomUUID()}` }));
    const { context } = this.#administrator;
    const created = bodies.map((body) =>
      handlerEvent({ method: 'POST', resource: '/v1/api-keys', body }, context),
    );
    await this.#apiKeys.feed(created, '201');
    const creating = await this.#apiKeys.run({ calls: createsPerRound, width: 1 });
    return {
      createP50Ms: median(creating.latenciesMs),
      firstPageP50Ms: await this.#measurePage(''),
    };
  }

  /** @param walkMs how long pages are followed to find a deep one */
  async measurePages(walkMs: number): Promise<PageFigures> {
    const searchBegunAt = performance.now();
    const search = await this.#list(`search=${randomUUID()}`);
    const searchMs = performance.now() - searchBegunAt;
    let [query, deepPageAt] = [`limit=${keysPerPage}`, 0];
    const deadline = performance.now() + walkMs;
    while (performance.now() < deadline) {
      const { next } = await this.#list(query);
      if (next === null) break;
      [query, deepPageAt] = [new URL(next).search.slice(1), deepPageAt + keysPerPage];
    }
    return {
      searchMs,
      searchHasLink: search.next !== null,
      deepPageP50Ms: await this.#measurePage(query.replace(`limit=${keysPerPage}`, 'limit=25')),
      deepPageAt,
    };
  }

  stop(): void {
    this.#apiKeys.stop();
    this.#administrator.stop();
  }

  #list(query: string) {
    return this.#administrator.call('apiKeys', { method: 'GET', resource: '/v1/api-keys', query });
  }

  async #measurePage(query: string): Promise<number> {
    const call = { method: 'GET', resource: '/v1/api-keys', query };
    await this.#apiKeys.feed([handlerEvent(call, this.#administrator.context)], '200');
    return median((await this.#apiKeys.run({ calls: pagesPerRound, width: 1 })).latenciesMs);
  }
}
