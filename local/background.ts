import { setTimeout } from 'node:timers/promises';

/** Work that goes on from the end of the start until the server stops. */
export interface BackgroundWork {
  start(): void;
  /** Resolves once nothing is under way any more. */
  stop(): Promise<void>;
}

/** @param run works until the signal comes, and resolves once nothing is under way any more */
export function inBackground(run: (signal: AbortSignal) => Promise<void>): BackgroundWork {
  const stopping = new AbortController();
  let running = Promise.resolve();
  return {
    start() {
      running = run(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Resolves after a time, or earlier when the signal comes. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
