import { sleep } from '../background.ts';

/** What schedules go by. */
export interface Clock {
  nowMs(): number;
  /** Resolves after a time, or earlier when the signal comes. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = { nowMs: Date.now, sleep };
