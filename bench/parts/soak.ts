import { setTimeout as sleep } from 'node:timers/promises';
import { type Memory, type SoakCounts, soakSlotMs } from '../function/messages.ts';
import type { Progress } from '../report/progress.ts';
import type { Stage } from '../stage.ts';
import { concurrency } from './verdicts.ts';

export interface SoakResult {
  readonly minutes: number;
  readonly calls: number;
  readonly perSecond: number;
  readonly afterFirstMinute: Memory;
  readonly atEnd: Memory;
  /** Answers that were not true, at any time. */
  readonly wrong: number;
  /** Throws while DynamoDB answered, but for the second after it came back. */
  readonly unexpectedThrows: number;
  readonly outage: Outage;
}

/** What happened while DynamoDB was stopped. */
export interface Outage {
  readonly seconds: number;
  readonly thrown: number;
  /** Verdicts in its midst: there should be none, since nothing is known without DynamoDB. */
  readonly answered: number;
  /** From its end to the last throw, to a tenth of a second. */
  readonly recoveryMs: number;
}

const outageMs = 10_000;
const recoveryMs = 1_000;

/** Calls the authorizer at full load, stops DynamoDB in the middle, and looks at what that did to it. */
export async function measureSoak(stage: Stage, minutes: number, progress: Progress): Promise<SoakResult> {
  const { contenders } = stage;
  const valid = contenders.filter(({ id }) => id === 'ours-unlimited' || id === 'ours-limited');
  const [first] = valid;
  if (first === undefined) throw new Error('the soak has nothing to call');
  const running = await stage.start({ ...first, events: valid.flatMap(({ events }) => events) });
  const durationMs = minutes * 60_000;
  try {
    await running.run({ calls: 1_000, width: concurrency });
    const counting = running.soak(durationMs, concurrency);
    const watch = watchClock(durationMs, progress);
    await sleep((durationMs - outageMs) / 2);
    // It keeps its connections, takes new ones, and answers none.
    stage.engine.kill('SIGSTOP');
    const stoppedAtMs = Date.now();
    await sleep(outageMs);
    stage.engine.kill('SIGCONT');
    const resumedAtMs = Date.now();
    const counts = await counting.finally(() => clearInterval(watch));
    return summarize(minutes, counts, stoppedAtMs, resumedAtMs);
  } finally {
    stage.engine.kill('SIGCONT');
    running.stop();
  }
}

function watchClock(durationMs: number, progress: Progress): NodeJS.Timeout {
  const begunAt = performance.now();
  return setInterval(() => {
    const elapsedMs = performance.now() - begunAt;
    progress.show(`Soak: ${Math.round(elapsedMs / 1_000)} s`, elapsedMs / durationMs);
  }, 1_000);
}

function summarize(
  minutes: number,
  counts: SoakCounts,
  stoppedAtMs: number,
  resumedAtMs: number,
): SoakResult {
  const { answered, thrown, wrong, startedAtMs, afterFirstMinute, atEnd } = counts;
  const slotAt = (timeMs: number) => Math.floor((timeMs - startedAtMs) / soakSlotMs);
  const [stopped, resumed] = [slotAt(stoppedAtMs), slotAt(resumedAtMs)];
  const settled = slotAt(resumedAtMs + recoveryMs) + 1;
  const lastThrow = thrown.findLastIndex((count, slot) => count > 0 && slot < settled + 50);
  return {
    minutes,
    calls: sum(answered) + sum(thrown) + sum(wrong),
    perSecond: sum(answered) / (minutes * 60 - outageMs / 1_000),
    afterFirstMinute,
    atEnd,
    wrong: sum(wrong),
    unexpectedThrows: sum(thrown.slice(0, stopped)) + sum(thrown.slice(settled)),
    outage: {
      seconds: (resumedAtMs - stoppedAtMs) / 1_000,
      thrown: sum(thrown.slice(stopped, settled)),
      answered: sum(answered.slice(stopped + 1, resumed)),
      recoveryMs: Math.max(0, (lastThrow + 1 - resumed) * soakSlotMs),
    },
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
