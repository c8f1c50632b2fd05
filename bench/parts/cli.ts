import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Progress } from '../report/progress.ts';
import { median, shuffled } from '../statistics.ts';

const folder = join(import.meta.dirname, '../../cli');
const program = join(folder, 'dist/latchkey.cjs');

/** Arguments of Node.js, and what it has to print. */
const commands = {
  empty: { args: ['-e', '0'], expected: /^$/ },
  version: { args: [program, '--version'], expected: /^\d+\.\d+\.\d+\n$/ },
  help: { args: [program, 'keys', 'list', '--help'], expected: /^Usage: latchkey keys list/ },
} as const;

export type CliCommand = keyof typeof commands;

const names = Object.keys(commands) as CliCommand[];

/** p50 in milliseconds, round by round; the same index is the same round for all. */
export type CliResult = Readonly<Record<CliCommand, readonly number[]>>;

/** How long the command line runs where it has next to nothing to do, beside a Node.js that has nothing to do at all. */
export async function measureCli(isQuick: boolean, progress: Progress): Promise<CliResult> {
  const [rounds, starts] = isQuick ? [2, 3] : [15, 20];
  await promisify(execFile)(process.execPath, [join(folder, 'build.ts')]);
  const eachOf = (): Record<CliCommand, number[]> => ({ empty: [], version: [], help: [] });
  const result = eachOf();
  for (let round = -1; round < rounds; round += 1) {
    progress.show(`Command line, round ${round + 1} of ${rounds}`, Math.max(0, round) / rounds);
    const latenciesMs = eachOf();
    for (let made = 0; made < starts; made += 1)
      for (const name of shuffled(names)) latenciesMs[name].push(await run(name));
    // The first round is the warm-up.
    if (round >= 0) for (const name of names) result[name].push(median(latenciesMs[name]));
  }
  return result;
}

/** @returns milliseconds from the start of the process to its end */
async function run(name: CliCommand): Promise<number> {
  const { args, expected } = commands[name];
  const begunAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  await once(child, 'close');
  const elapsedMs = performance.now() - begunAt;
  if (!expected.test(printed)) throw new Error(`${args.join(' ')} printed ${printed}`);
  return elapsedMs;
}
