import { sleep } from '../background.ts';
import { type AsyncOutcome, attemptUntilDone } from './async-attempts.ts';
import { type AsyncPolicies, qualifiedName } from './async-policy.ts';
import { failureKey } from './failure-key.ts';
import { functionArn } from './function-arn.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** An event for a function, as Lambda's queue for asynchronous invocations holds it. */
export interface AsyncEvent {
  /** The same for all attempts. */
  readonly requestId: string;
  readonly acceptedAtMs: number;
  readonly payload: unknown;
}

/** A function, or an alias of it, that is invoked asynchronously by the policy of the templates. */
export class AsyncInvocation {
  readonly #policies: AsyncPolicies;
  readonly #fn: LambdaFunction;
  readonly #arn: string;

  constructor(policies: AsyncPolicies, fn: LambdaFunction, invokedArn: string) {
    this.#policies = policies;
    this.#fn = fn;
    this.#arn = invokedArn;
  }

  /**
   * Resolves once the function has processed the event, or the event is given up and kept in the failure bucket (if
   * there is one), or the signal has come.
   *
   * @throws Error where the bucket cannot be written
   */
  async run(event: AsyncEvent, signal: AbortSignal): Promise<AsyncOutcome> {
    const policy = this.#policies.of(this.#arn);
    const outcome = await attemptUntilDone(policy, event.acceptedAtMs, {
      invoke: () => this.#fn.invoke(event.payload, this.#arn, event.requestId),
      sleep: (ms) => sleep(ms, signal),
      nowMs: Date.now,
      isStopped: () => signal.aborted,
    });
    if (outcome.kind === 'given-up' && policy.failureBucket !== null) {
      const timestamp = new Date().toISOString();
      const key = failureKey(`async/${this.#fn.definition.name}`, timestamp);
      const record = this.#record(event, outcome, timestamp);
      await policy.failureBucket.put(key, JSON.stringify(record));
    }
    return outcome;
  }

  /** What Lambda writes: the circumstances, the whole event, and the function's last error. */
  #record(
    { requestId, payload }: AsyncEvent,
    { reason, invokeCount, error }: Extract<AsyncOutcome, { kind: 'given-up' }>,
    timestamp: string,
  ): object {
    return {
      version: '1.0',
      timestamp,
      requestContext: {
        requestId,
        functionArn: functionArn(qualifiedName(this.#arn)),
        condition: reason,
        approximateInvokeCount: invokeCount,
      },
      requestPayload: payload,
      ...(error !== null && {
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: error,
      }),
    };
  }
}
