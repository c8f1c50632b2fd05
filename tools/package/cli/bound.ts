import { setTimeout as sleep } from 'node:timers/promises';

/** What one command, or one answer to what is typed, may take where the machine is busy otherwise. */
export const commandSeconds = 30;

/**
 * Waits for what must come about.
 *
 * @param what is told where it does not
 * @throws Error after so many seconds
 */
export async function within<T>(seconds: number, what: () => string, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = sleep(seconds * 1_000, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${what()}\ntook longer than ${seconds} s`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

/** Looks again and again, until there is something to be had. */
export async function until<T>(look: () => T | null): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== null) return found;
    await sleep(20);
  }
}
