import { type Memory, type SoakCounts, soakSlotMs } from './messages.ts';

export interface SoakTask {
  readonly durationMs: number;
  /** Calls that are under way at a time. */
  readonly width: number;
  readonly call: () => Promise<unknown>;
  readonly isExpected: (answer: unknown) => boolean;
  readonly memory: () => Memory;
}

const minuteMs = 60_000;
/** Where a call fails at once, the next one waits a little, as API Gateway's clients would. */
const pauseAfterFailureMs = 5;

/** Calls without a pause for as long as it is told, and counts in memory that was reserved beforehand. */
export async function soak({ durationMs, width, call, isExpected, memory }: SoakTask): Promise<SoakCounts> {
  const slots = Math.ceil(durationMs / soakSlotMs) + 1;
  const counts = {
    answered: new Uint32Array(slots),
    thrown: new Uint32Array(slots),
    wrong: new Uint32Array(slots),
  };
  const startedAtMs = Date.now();
  const begunAt = performance.now();
  const elapsedMs = () => performance.now() - begunAt;
  const count = (kind: keyof typeof counts) => {
    const slot = Math.min(slots - 1, Math.floor(elapsedMs() / soakSlotMs));
    counts[kind][slot] = (counts[kind][slot] ?? 0) + 1;
  };
  let afterFirstMinute: Memory | null = null;
  const line = async () => {
    while (elapsedMs() < durationMs) {
      try {
        count(isExpected(await call()) ? 'answered' : 'wrong');
      } catch {
        count('thrown');
        await new Promise((done) => setTimeout(done, pauseAfterFailureMs));
      }
      if (afterFirstMinute === null && elapsedMs() >= Math.min(minuteMs, durationMs / 4)) {
        afterFirstMinute = memory();
      }
    }
  };
  await Promise.all(Array.from({ length: width }, line));
  const atEnd = memory();
  return {
    startedAtMs,
    answered: [...counts.answered],
    thrown: [...counts.thrown],
    wrong: [...counts.wrong],
    afterFirstMinute: afterFirstMinute ?? atEnd,
    atEnd,
  };
}
