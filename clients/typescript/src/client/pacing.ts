/** How the time between attempts passes. */
export interface Pacing {
  /** 0 to 1. */
  readonly random: () => number;
  /** @throws the signal's reason, as soon as it is aborted */
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

const [firstMs, longestMs, spreadMs] = [100, 5_000, 250];

export const systemPacing: Pacing = {
  random: Math.random,
  sleep: (milliseconds, signal) =>
    new Promise((done, fail) => {
      const end = () => {
        signal?.removeEventListener('abort', stop);
        done();
      };
      const timer = setTimeout(end, milliseconds);
      const stop = () => {
        clearTimeout(timer);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the caller's own reason, as fetch does it
        fail(signal?.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/**
 * Milliseconds before the next attempt: what the server asks for, and a little more, so that not all come back at once;
 * else anything up to a bound that doubles.
 *
 * @param retryAfter seconds
 */
export function waitOf(attempt: number, retryAfter: number | null, { random }: Pacing): number {
  if (retryAfter !== null) return retryAfter * 1_000 + random() * spreadMs;
  return random() * Math.min(longestMs, firstMs * 2 ** attempt);
}
