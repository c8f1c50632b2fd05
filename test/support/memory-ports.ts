import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from '../../lambdas/domain/ports.ts';

/** A moment in the middle of a second, a day and a month, so that rounding shows. */
export const noon = Date.parse('2027-06-15T12:00:00.500Z');

export interface SettableClock extends Clock {
  set(now: number): void;
}

export function clockAt(start: number): SettableClock {
  let time = start;
  return {
    now: () => time,
    async sleep(ms) {
      const until = time + ms;
      await sleep(ms);
      // Sleepers side by side wake when the longest of their sleeps is over, not all of them.
      time = Math.max(time, until);
    },
    set: (now) => {
      time = now;
    },
  };
}

/** What waiting for others goes by, in tests. */
export function pacingBy(clock: Clock = clockAt(noon)) {
  return { clock, random: predictableRandom('pacing') };
}

/** Different values at every call, the same in every run. */
export function predictableRandom(seed = 'seed'): Random {
  let calls = 0;
  const next = (): Buffer => {
    calls += 1;
    return createHash('sha256').update(`${seed} ${calls}`).digest();
  };
  return {
    bytes: (count) => next().subarray(0, count),
    uuid: () => {
      const hex = next().toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}
