import type { AsyncPolicy } from './async-policy.ts';
import type { InvocationResult } from './execution-environment.ts';
import { throttled } from './lambda-function.ts';
import type { FunctionError } from './messages.ts';

export type GiveUpReason = 'RetriesExhausted' | 'EventAgeExceeded';

/** How an asynchronous invocation ended. An interrupted one has to be made again at the next start. */
export type AsyncOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'interrupted' }
  | {
      readonly kind: 'given-up';
      readonly reason: GiveUpReason;
      readonly invokeCount: number;
      readonly error: FunctionError | null;
    };

/** What the attempts need from around them. */
export interface AttemptPorts {
  invoke(): Promise<InvocationResult>;
  sleep(ms: number): Promise<void>;
  nowMs(): number;
  isStopped(): boolean;
}

/** Lambda waits one minute, then two. That is too long at a laptop. */
const firstDelayMs = 200;
const maxDelayMs = 2_000;

/**
 * Invokes until the function succeeds, or its policy says to give up. As in Lambda, an attempt that was throttled
 * does not count as a retry.
 *
 * @param acceptedAtMs when the event came
 */
export async function attemptUntilDone(
  policy: AsyncPolicy,
  acceptedAtMs: number,
  ports: AttemptPorts,
): Promise<AsyncOutcome> {
  let invokeCount = 0;
  let error: FunctionError | null = null;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, maxDelayMs)) {
    if (ports.nowMs() - acceptedAtMs > policy.maxEventAgeMs) {
      return { kind: 'given-up', reason: 'EventAgeExceeded', invokeCount, error };
    }
    const result = await ports.invoke();
    if (result.ok) return { kind: 'succeeded' };
    // The server ends its functions when it stops. That is not the function's failure.
    if (ports.isStopped()) return { kind: 'interrupted' };
    error = result.error;
    if (error.errorType !== throttled) invokeCount += 1;
    if (invokeCount > policy.maxRetries) {
      return { kind: 'given-up', reason: 'RetriesExhausted', invokeCount, error };
    }
    await ports.sleep(delayMs);
    if (ports.isStopped()) return { kind: 'interrupted' };
  }
}
