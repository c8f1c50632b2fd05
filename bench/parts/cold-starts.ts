import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Contender } from '../contenders/contender.ts';
import type { Progress } from '../report/progress.ts';
import type { Stage } from '../stage.ts';
import { shuffled } from '../statistics.ts';

/** From the start of a process, in milliseconds. */
export interface Start {
  /** The bundle is loaded. */
  readonly readyMs: number;
  /** The first call is answered. */
  readonly verdictMs: number;
  /**
   * Processor time until then, that of Node.js itself included: a function of 256 MB has a seventh of a processor, and
   * waits seven times as long for it.
   */
  readonly cpuMs: number;
}

export interface ColdStart {
  readonly id: string;
  readonly label: string;
  /** In the order of measuring; the same index is the same round for every contender. */
  readonly starts: readonly Start[];
}

const measured = new Set([
  'empty',
  'ours-unlimited',
  'authorizer-over-http',
  'ours-jwt',
  'signed-get',
  'sdk-get',
  'sdk-authorizer',
  'better-auth-sqlite',
]);

/** Starts each contender in a fresh process, over and over, in rounds of random order. */
export async function measureColdStarts(
  stage: Stage,
  isQuick: boolean,
  progress: Progress,
): Promise<ColdStart[]> {
  const rounds = isQuick ? 3 : 40;
  const chosen = stage.contenders.filter(({ id }) => measured.has(id));
  const starts = new Map<string, Start[]>(chosen.map(({ id }) => [id, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of shuffled(chosen)) {
      progress.show(`Cold start ${round + 1} of ${rounds}: ${contender.label}`, round / rounds);
      starts.get(contender.id)?.push(await startOnce(stage, contender));
    }
  }
  return chosen.map(({ id, label }) => ({ id, label, starts: starts.get(id) ?? [] }));
}

async function startOnce(stage: Stage, contender: Contender): Promise<Start> {
  const { file, environment } = stage.bundleOf(contender);
  const [event] = contender.events;
  const runtime = join(import.meta.dirname, 'cold-start.cjs');
  const begunAt = performance.now();
  const child = spawn(process.execPath, [runtime, file, JSON.stringify(event ?? {})], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let readyMs = 0;
  let verdictMs = 0;
  let cpuMs = 0;
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const elapsedMs = performance.now() - begunAt;
    said += text;
    if (readyMs === 0 && said.includes('ready\n')) readyMs = elapsedMs;
    const [, verdict, cpu] = /^(\w+) ([\d.]+)$/m.exec(said) ?? [];
    if (verdict === contender.expected) [verdictMs, cpuMs] = [elapsedMs, Number(cpu)];
  });
  child.stderr.resume();
  await once(child, 'close');
  if (verdictMs === 0) throw new Error(`${contender.label} gave no verdict after a cold start: ${said}`);
  return { readyMs, verdictMs, cpuMs };
}
