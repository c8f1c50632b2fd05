import type { Contender } from '../contenders/contender.ts';
import { chunkBytes } from '../function/bundle.ts';
import type { FunctionProcess } from '../function/function-process.ts';
import type { Progress } from '../report/progress.ts';
import type { Stage } from '../stage.ts';
import { median, percentile, shuffled } from '../statistics.ts';

/** One contender in one round. */
export interface VerdictRound {
  readonly p50Ms: number;
  /** Processor time of a call, of the function's process, one call after the other. */
  readonly cpuMs: number;
  /** With 32 calls under way at a time. */
  readonly perSecond: number;
}

export interface VerdictResult {
  readonly id: string;
  readonly label: string;
  readonly group: Contender['group'];
  /** In the order of measuring; the same index is the same round for every contender. */
  readonly rounds: readonly VerdictRound[];
  /** Of all sequential calls of all rounds. */
  readonly p99Ms: number;
  /** After all rounds. */
  readonly rssBytes: number;
  readonly bundleBytes: Readonly<Record<string, number>>;
}

interface Plan {
  readonly rounds: number;
  readonly warmUpCalls: number;
  readonly sequentialCalls: number;
  readonly concurrentCalls: number;
}

const quick: Plan = { rounds: 3, warmUpCalls: 100, sequentialCalls: 40, concurrentCalls: 160 };
const full: Plan = { rounds: 15, warmUpCalls: 3_000, sequentialCalls: 400, concurrentCalls: 3_200 };

export const concurrency = 32;

interface Measured {
  readonly contender: Contender;
  readonly running: FunctionProcess;
  readonly rounds: VerdictRound[];
  readonly latenciesMs: number[];
}

/**
 * Starts every contender, warms it up, and measures one at a time in rounds of random order.
 *
 * @param meanwhile work that may go on during the warm-up, and must end before the rounds begin
 */
export async function measureVerdicts(
  stage: Stage,
  isQuick: boolean,
  progress: Progress,
  meanwhile: Promise<unknown>,
): Promise<VerdictResult[]> {
  const plan = isQuick ? quick : full;
  const all: Measured[] = [];
  try {
    for (const [index, contender] of stage.contenders.entries()) {
      progress.show(`Warming up: ${contender.label}`, index / stage.contenders.length);
      const running = await stage.start(contender);
      all.push({ contender, running, rounds: [], latenciesMs: [] });
      await running.run({ calls: plan.warmUpCalls, width: 1 });
      await running.run({ calls: plan.warmUpCalls, width: concurrency });
    }
    await meanwhile;
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const [index, measured] of shuffled(all).entries()) {
        const share = (round + index / all.length) / plan.rounds;
        progress.show(`Round ${round + 1} of ${plan.rounds}: ${measured.contender.label}`, share);
        await measureRound(measured, plan);
      }
    }
    return await Promise.all(all.map((measured) => summarize(stage, measured)));
  } finally {
    for (const { running } of all) running.stop();
  }
}

async function measureRound(measured: Measured, plan: Plan): Promise<void> {
  const { running, rounds, latenciesMs } = measured;
  const sequential = await running.run({ calls: plan.sequentialCalls, width: 1 });
  const concurrent = await running.run({ calls: plan.concurrentCalls, width: concurrency });
  latenciesMs.push(...sequential.latenciesMs);
  rounds.push({
    p50Ms: median(sequential.latenciesMs),
    cpuMs: sequential.cpuMs / plan.sequentialCalls,
    perSecond: (plan.concurrentCalls / concurrent.durationMs) * 1_000,
  });
}

async function summarize(
  stage: Stage,
  { contender, running, rounds, latenciesMs }: Measured,
): Promise<VerdictResult> {
  const { rssBytes } = await running.memory();
  const { id, label, group } = contender;
  return {
    id,
    label,
    group,
    rounds,
    p99Ms: percentile(latenciesMs, 0.99),
    rssBytes,
    bundleBytes: chunkBytes(stage.bundleOf(contender).file),
  };
}
