import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { BackgroundWork } from '../background.ts';
import { asError, errorCode } from '../errors.ts';
import { readJson, writeAtomically } from '../storage/atomic-file.ts';
import { AsyncInvocation } from './async-invocation.ts';
import type { AsyncPolicies } from './async-policy.ts';
import { parseFunctionArn } from './function-arn.ts';
import type { FunctionRegistry } from './function-registry.ts';

const queuedShape = z.object({
  functionArn: z.string(),
  requestId: z.string(),
  acceptedAtMs: z.number(),
  payload: z.unknown(),
});

type QueuedEvent = z.infer<typeof queuedShape>;

const ending = '.json';

/**
 * Lambda's queue for asynchronous invocations. Each event is a file of the data folder until its function has processed it,
 * or it is given up: what was accepted is invoked at least once, even if the server is killed.
 */
export class AsyncQueue implements BackgroundWork {
  readonly #folder: string;
  readonly #functions: FunctionRegistry;
  readonly #policies: AsyncPolicies;
  readonly #stopping = new AbortController();
  /** By the request's id. */
  readonly #running = new Map<string, Promise<void>>();
  #resuming = Promise.resolve();

  constructor(folder: string, functions: FunctionRegistry, policies: AsyncPolicies) {
    this.#folder = folder;
    this.#functions = functions;
    this.#policies = policies;
  }

  /**
   * Resolves once the event is kept; it is processed later.
   *
   * @param functionArn of a function that there is, or of a version or alias of it
   */
  async accept(functionArn: string, payload: unknown, requestId: string = randomUUID()): Promise<void> {
    const event = { functionArn, requestId, acceptedAtMs: Date.now(), payload };
    await writeAtomically(this.#file(requestId), JSON.stringify(event));
    this.#run(event);
  }

  /** Goes on with what an earlier server has left. */
  start(): void {
    this.#resuming = this.#resume().catch((error: unknown) => {
      console.error(`asynchronous invocations: ${asError(error).message}`);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#resuming;
    await Promise.all(this.#running.values());
  }

  async #resume(): Promise<void> {
    for (const name of await namesIn(this.#folder)) {
      const requestId = name.slice(0, -ending.length);
      if (!name.endsWith(ending) || this.#running.has(requestId) || this.#stopping.signal.aborted) continue;
      const { data: event } = queuedShape.safeParse(await readJson(this.#file(requestId)).catch(() => null));
      if (event === undefined) console.error(`${this.#file(requestId)} is damaged, and left out`);
      else this.#run(event);
    }
  }

  #run(event: QueuedEvent): void {
    const { requestId } = event;
    // What comes while the server stops is left for the next start.
    if (this.#stopping.signal.aborted || this.#running.has(requestId)) return;
    const run = this.#process(event).catch((error: unknown) => {
      console.error(`${parseFunctionArn(event.functionArn).name}: ${asError(error).message}`);
    });
    this.#running.set(
      requestId,
      run.finally(() => this.#running.delete(requestId)),
    );
  }

  async #process({ functionArn, ...event }: QueuedEvent): Promise<void> {
    const { name } = parseFunctionArn(functionArn);
    if (this.#functions.get(functionArn) === undefined) {
      console.error(`${name}: gave up on an event, since the templates have no such function any more`);
    } else {
      const invocation = new AsyncInvocation(this.#policies, this.#functions.use(functionArn), functionArn);
      const outcome = await invocation.run(event, this.#stopping.signal);
      if (outcome.kind === 'interrupted') return;
      if (outcome.kind === 'given-up') console.error(`${name}: gave up on an event (${outcome.reason})`);
    }
    await rm(this.#file(event.requestId), { force: true });
  }

  #file(requestId: string): string {
    return join(this.#folder, `${requestId}${ending}`);
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
