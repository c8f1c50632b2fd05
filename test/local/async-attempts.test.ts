import { attemptUntilDone } from '../../local/functions/async-attempts.ts';
import type { InvocationResult } from '../../local/functions/execution-environment.ts';

const failure = (errorType: string): InvocationResult => ({
  ok: false,
  error: { errorType, errorMessage: 'e', trace: [] },
});
const success: InvocationResult = { ok: true, payload: 'null' };
const policy = { maxRetries: 2, maxEventAgeMs: 60_000, failureBucket: null };

/** Attempts with given results, the last of them again and again; a wait takes as long as it says. */
async function attempts(results: InvocationResult[], given = policy, acceptedAtMs = 0, stopAfter = 1_000) {
  let nowMs = 0;
  let count = 0;
  const outcome = await attemptUntilDone(given, acceptedAtMs, {
    invoke: async () => results[Math.min(count++, results.length - 1)] as InvocationResult,
    sleep: async (ms) => {
      nowMs += ms;
    },
    nowMs: () => nowMs,
    isStopped: () => count >= stopAfter,
  });
  return { outcome, count, nowMs };
}

test('retries as often as the policy says', async () => {
  expect(await attempts([failure('E'), failure('E'), success])).toMatchObject({
    outcome: { kind: 'succeeded' },
    count: 3,
  });
  for (const maxRetries of [0, 1, 2]) {
    const { outcome, count } = await attempts([failure('E')], { ...policy, maxRetries });
    expect(outcome).toMatchObject({
      kind: 'given-up',
      reason: 'RetriesExhausted',
      invokeCount: maxRetries + 1,
      error: { errorType: 'E' },
    });
    expect(count).toBe(maxRetries + 1);
  }
});

test('being throttled costs no retry, but the event gets too old', async () => {
  const throttled = failure('TooManyRequestsException');
  expect(await attempts([throttled, throttled, throttled, throttled, success])).toMatchObject({
    outcome: { kind: 'succeeded' },
  });
  const { outcome, nowMs } = await attempts([throttled]);
  expect(outcome).toMatchObject({ kind: 'given-up', reason: 'EventAgeExceeded', invokeCount: 0 });
  expect(nowMs).toBeGreaterThan(policy.maxEventAgeMs);
  expect(await attempts([success], policy, -60_001)).toMatchObject({
    outcome: { kind: 'given-up', reason: 'EventAgeExceeded', error: null },
    count: 0,
  });
});

test('a failure while the server stops counts for nothing', async () => {
  expect(await attempts([failure('E')], policy, 0, 1)).toMatchObject({ outcome: { kind: 'interrupted' } });
  expect(await attempts([success], policy, 0, 1)).toMatchObject({ outcome: { kind: 'succeeded' } });
});
