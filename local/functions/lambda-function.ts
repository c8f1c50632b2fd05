import { randomUUID } from 'node:crypto';
import { ExecutionEnvironment, type InvocationResult } from './execution-environment.ts';
import type { FunctionDefinition, ServiceEndpoints } from './function-definition.ts';
import { type FunctionLog, textLine } from './log-lines.ts';
import type { FunctionError } from './messages.ts';

/** How many events are processed at a time. More threads would not make a laptop faster … */
const usualEnvironments = 4;
/** … but where functions wait for what is elsewhere: for an event that has waited, there is one more. */
const maxEnvironments = 16;
const patienceMs = 500;
const idleMs = 60_000;
/** How many events may wait. More are refused, as Lambda throttles. */
const maxWaiting = 1_000;
/** Lambda's bound for a synchronous event and its answer. */
export const maxPayloadBytes = 6 * 1024 * 1024;

/** The type of the error where no environment has room for an event. */
export const throttled = 'TooManyRequestsException';

/** Takes the environment that an event has waited for. */
type Take = (environment: ExecutionEnvironment) => void;

/** A function with its execution environments. Each is made when it is first needed. */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  readonly #endpoints: ServiceEndpoints;
  readonly #log: FunctionLog;
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #all = new Set<ExecutionEnvironment>();
  readonly #waiting: Take[] = [];
  /** Since when each has nothing to do. */
  readonly #rests = new WeakMap<ExecutionEnvironment, symbol>();
  #isEnded = false;

  constructor(definition: FunctionDefinition, endpoints: ServiceEndpoints, log: FunctionLog) {
    this.definition = definition;
    this.#endpoints = endpoints;
    this.#log = log;
  }

  /** Loads the function ahead of its first event. Resolves with the reason where it cannot be loaded, else null. */
  async warmUp(): Promise<FunctionError | null> {
    const environment = await this.#acquire();
    const error = await environment.initialized();
    this.#giveBack(environment);
    return error;
  }

  /**
   * Invokes the function and waits for its answer. Never throws: what goes wrong is in the result.
   *
   * @param requestId the same for all attempts of an asynchronous invocation
   */
  async invoke(
    event: unknown,
    invokedArn: string = this.definition.arn,
    requestId: string = randomUUID(),
  ): Promise<InvocationResult> {
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) > maxPayloadBytes) {
      return failure('RequestTooLargeException', `the event is larger than ${maxPayloadBytes} bytes`);
    }
    if (this.#waiting.length >= maxWaiting) return failure(throttled, 'Rate Exceeded.');
    const environment = await this.#acquire();
    const result = await environment.invoke(payload, requestId, invokedArn);
    this.#giveBack(environment);
    if (!result.ok) this.#logError(requestId, result.error, environment.logStreamName);
    else if (Buffer.byteLength(result.payload) > maxPayloadBytes) {
      return failure('Function.ResponseSizeTooLarge', `the answer is larger than ${maxPayloadBytes} bytes`);
    }
    return result;
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await Promise.all([...this.#all].map((environment) => environment.end()));
  }

  #acquire(): Promise<ExecutionEnvironment> {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.isAlive) return Promise.resolve(idle);
      this.#all.delete(idle);
    }
    if (this.#all.size < usualEnvironments) return Promise.resolve(this.#grow());
    return new Promise((take) => {
      this.#waiting.push(take);
      setTimeout(() => this.#growFor(take), patienceMs).unref();
    });
  }

  #growFor(take: Take): void {
    const at = this.#waiting.indexOf(take);
    if (at === -1 || this.#isEnded || this.#all.size >= maxEnvironments) return;
    this.#waiting.splice(at, 1);
    take(this.#grow());
  }

  #grow(): ExecutionEnvironment {
    const environment = new ExecutionEnvironment(this.definition, this.#endpoints, this.#log);
    this.#all.add(environment);
    return environment;
  }

  #giveBack(environment: ExecutionEnvironment): void {
    if (!environment.isAlive) this.#all.delete(environment);
    const next = this.#waiting.shift();
    if (next !== undefined) next(environment.isAlive ? environment : this.#grow());
    else if (environment.isAlive) {
      this.#idle.push(environment);
      const rest = Symbol('rest');
      this.#rests.set(environment, rest);
      if (this.#all.size > usualEnvironments) {
        setTimeout(() => this.#dismiss(environment, rest), idleMs).unref();
      }
    }
  }

  /** Ends one that has had nothing to do since, where there are more than usual. */
  #dismiss(environment: ExecutionEnvironment, rest: symbol): void {
    const at = this.#idle.indexOf(environment);
    if (at === -1 || this.#rests.get(environment) !== rest || this.#all.size <= usualEnvironments) return;
    this.#idle.splice(at, 1);
    this.#all.delete(environment);
    void environment.end();
  }

  #logError(
    requestId: string,
    { errorType, errorMessage, trace }: FunctionError,
    logStreamName: string,
  ): void {
    const error = JSON.stringify({ errorType, errorMessage, stack: trace });
    this.#log(textLine('ERROR', requestId, `Invoke Error \t${error}`), logStreamName);
  }
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, error: { errorType, errorMessage, trace: [] } };
}
