import { randomUUID } from 'node:crypto';
import { sleep } from '../background.ts';
import { asError } from '../errors.ts';
import { AsyncInvocation } from '../functions/async-invocation.ts';
import type { AsyncPolicies } from '../functions/async-policy.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import { type Outcome, readAnswer } from './answer.ts';
import {
  type Change,
  type CustomResourceDefinition,
  type ResourceRequest,
  resourceRequest,
} from './resource-request.ts';
import { ResponseUrls } from './response-urls.ts';

const defaultTimeoutSeconds = 3_600;
/** After this, the person at the terminal is told what the start waits for. */
const patienceMs = 2_000;

/** The functions that answer for custom resources, asked as CloudFormation asks them. */
export class Providers {
  readonly #functions: FunctionRegistry;
  readonly #policies: AsyncPolicies;
  readonly #urls = new ResponseUrls();
  readonly #stopping = new AbortController();

  constructor(functions: FunctionRegistry, policies: AsyncPolicies) {
    this.#functions = functions;
    this.#policies = policies;
  }

  /**
   * Invokes the function of a custom resource, and waits for what it puts to the response URL. In an account, one that
   * fails without an answer is waited for until the end of `ServiceTimeout`; here, until its last retry.
   *
   * @throws Error where the server stops meanwhile
   */
  async ask(definition: CustomResourceDefinition, change: Change): Promise<Outcome> {
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, this.#stopping.signal]);
    const outcome = await this.#ask(definition, change, signal).catch(
      (error: unknown): Outcome => ({ ok: false, reason: asError(error).message }),
    );
    ended.abort();
    this.#stopping.signal.throwIfAborted();
    return outcome;
  }

  /** Ends the waiting for answers. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#urls.stop();
  }

  async #ask(definition: CustomResourceDefinition, change: Change, signal: AbortSignal): Promise<Outcome> {
    const { ServiceToken: token, ServiceTimeout: timeout } = definition.properties;
    const invocation = new AsyncInvocation(this.#policies, this.#functions.use(token), token);
    const { url, answer } = await this.#urls.issue();
    const request = resourceRequest(definition, change, randomUUID(), url);
    return await Promise.race([
      answer.then((body) => readAnswer(body, request)),
      failure(invocation, request, signal),
      noAnswer(request, Number(timeout ?? defaultTimeoutSeconds), signal),
    ]);
  }
}

/** Resolves where the function fails with its last attempt, and never where it succeeds: its answer may still come. */
async function failure(
  invocation: AsyncInvocation,
  request: ResourceRequest,
  signal: AbortSignal,
): Promise<Outcome> {
  const event = { requestId: request.RequestId, acceptedAtMs: Date.now(), payload: request };
  const outcome = await invocation.run(event, signal);
  if (outcome.kind === 'given-up') {
    const { errorType, errorMessage } = outcome.error ?? { errorType: outcome.reason, errorMessage: '' };
    return { ok: false, reason: `the function failed without an answer: ${errorType}: ${errorMessage}` };
  }
  return await new Promise(() => {});
}

async function noAnswer(
  { LogicalResourceId, RequestType, RequestId }: ResourceRequest,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const timeoutMs = timeoutSeconds * 1000;
  await sleep(Math.min(patienceMs, timeoutMs), signal);
  if (!signal.aborted && timeoutMs > patienceMs) {
    console.error(
      `${LogicalResourceId}: waiting for the answer to ${RequestType}, up to ${timeoutSeconds} s`,
    );
    await sleep(timeoutMs - patienceMs, signal);
  }
  return {
    ok: false,
    reason: `CloudFormation did not receive a response from your Custom Resource within ${timeoutSeconds} s (ServiceTimeout). Please check your logs for requestId [${RequestId}]`,
  };
}
