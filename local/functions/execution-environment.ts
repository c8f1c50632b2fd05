import { Worker } from 'node:worker_threads';
import { asError } from '../errors.ts';
import {
  type FunctionDefinition,
  functionEnvironment,
  type ServiceEndpoints,
  workerSetup,
} from './function-definition.ts';
import { type FunctionLog, newLogStreamName, readLines, unframed } from './log-lines.ts';
import type { FunctionError, InvokeMessage, WorkerMessage } from './messages.ts';

/** How an invocation ended. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly error: FunctionError };

/** Lambda allows ten seconds for loading a module. A busy laptop needs more. */
const initTimeoutMs = 20_000;

/** One worker thread with one loaded function, which handles one event at a time until it dies. */
export class ExecutionEnvironment {
  /** As in Lambda, the lines of one environment are one log stream. */
  readonly logStreamName: string;
  readonly #worker: Worker;
  readonly #definition: FunctionDefinition;
  readonly #initialized: Promise<FunctionError | null>;
  readonly #ended: Promise<FunctionError>;
  #onMessage: (message: WorkerMessage) => void = () => {};
  #isAlive = true;

  constructor(definition: FunctionDefinition, endpoints: ServiceEndpoints, log: FunctionLog) {
    this.#definition = definition;
    this.logStreamName = newLogStreamName();
    const { logStreamName } = this;
    const write = (line: string) => log(unframed(line), logStreamName);
    this.#worker = new Worker(new URL('./runtime-worker.ts', import.meta.url), {
      workerData: workerSetup(definition, endpoints, logStreamName),
      env: functionEnvironment(definition, endpoints, logStreamName),
      argv: [],
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdin: false,
      stdout: true,
      stderr: true,
      // By default, each of the many threads would take 48 MB for short-lived objects.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) readLines(stream, write);
    this.#worker.on('message', (message: WorkerMessage) => this.#onMessage(message));
    this.#ended = this.#untilEnd();
    this.#initialized = this.#untilInitialized();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Resolves once the handler is loaded, with null, or with the reason why it cannot be. */
  initialized(): Promise<FunctionError | null> {
    return this.#initialized;
  }

  /** Runs one event. After a timeout or a crash the environment is dead. */
  async invoke(payload: string, requestId: string, invokedFunctionArn: string): Promise<InvocationResult> {
    const initError = await this.#initialized;
    if (initError !== null) return { ok: false, error: initError };
    const { timeoutMs } = this.#definition;
    const answer = new Promise<InvocationResult>((done) => {
      this.#onMessage = (message) => {
        if (message.kind === 'result') done({ ok: true, payload: message.payload });
        if (message.kind === 'error') done({ ok: false, error: message.error });
      };
    });
    const message: InvokeMessage = {
      requestId,
      invokedFunctionArn,
      payload,
      deadlineMs: Date.now() + timeoutMs,
    };
    this.#worker.postMessage(message);
    return await this.#within(timeoutMs, answer, {
      errorType: 'Sandbox.Timedout',
      errorMessage: `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
      trace: [],
    });
  }

  async end(): Promise<void> {
    this.#isAlive = false;
    await this.#worker.terminate();
  }

  async #within(
    timeoutMs: number,
    answer: Promise<InvocationResult>,
    timeoutError: FunctionError,
  ): Promise<InvocationResult> {
    const timeout = Promise.withResolvers<InvocationResult>();
    const timer = setTimeout(() => {
      void this.end();
      timeout.resolve({ ok: false, error: timeoutError });
    }, timeoutMs);
    const crash = this.#ended.then((error): InvocationResult => ({ ok: false, error }));
    return await Promise.race([answer, timeout.promise, crash]).finally(() => clearTimeout(timer));
  }

  async #untilInitialized(): Promise<FunctionError | null> {
    const loaded = new Promise<InvocationResult>((done) => {
      this.#onMessage = (message) => {
        if (message.kind === 'ready') done({ ok: true, payload: '' });
        if (message.kind === 'init-error') done({ ok: false, error: message.error });
      };
    });
    const result = await this.#within(initTimeoutMs, loaded, {
      errorType: 'Sandbox.Timedout',
      errorMessage: `the function did not load within ${initTimeoutMs / 1000} seconds`,
      trace: [],
    });
    if (result.ok) return null;
    void this.end();
    return result.error;
  }

  #untilEnd(): Promise<FunctionError> {
    return new Promise((done) => {
      this.#worker.once('error', (error: unknown) => {
        this.#isAlive = false;
        const { name, message, stack } = asError(error);
        done({ errorType: name, errorMessage: message, trace: (stack ?? '').split('\n') });
      });
      this.#worker.once('exit', (code) => {
        this.#isAlive = false;
        done({
          errorType: 'Runtime.ExitError',
          errorMessage: `the function's runtime exited with code ${code}`,
          trace: [],
        });
      });
    });
  }
}
