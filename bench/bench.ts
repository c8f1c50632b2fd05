import { measureColdStarts } from './parts/cold-starts.ts';
import { measureCli } from './parts/cli.ts';
import { measureClient } from './parts/client.ts';
import { measureConsole } from './parts/console.ts';
import { measureLaptop } from './parts/laptop.ts';
import { withLaptopServers } from './parts/laptop-server.ts';
import { countRequests } from './parts/requests.ts';
import { measureScale } from './parts/scale.ts';
import { measureSoak } from './parts/soak.ts';
import { measureWebhooks } from './parts/webhooks.ts';
import { measureVerdicts } from './parts/verdicts.ts';
import { Progress } from './report/progress.ts';
import { report } from './report/report.ts';
import { shows } from './report/shows.ts';
import type { Options, PartName } from './options.ts';
import { record, type Sections } from './results.ts';
import { setStage, type Stage } from './stage.ts';

/**
 * Runs the chosen parts one after the other, writes each down as soon as it is measured, and prints the whole. Exit code
 * 1 where the console was measured and missed a budget.
 */
export async function runBench(options: Options): Promise<void> {
  const { isQuick, parts } = options;
  const progress = new Progress();
  // What was started ends with this process, but only where it ends by itself.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  let set: Promise<Stage> | undefined;
  const stage = () => {
    if (set === undefined) progress.show('Setting the stage: bundles, engine, keys, peers', 0);
    return (set ??= setStage());
  };
  const measured = new Set<keyof Sections>();
  let results = await record({}, isQuick);
  try {
    for (const part of parts) {
      const sections = await runPart(part, stage, options, progress);
      for (const name of Object.keys(sections)) measured.add(name as keyof Sections);
      results = await record(sections, isQuick);
    }
  } finally {
    progress.clear();
    await (await set?.catch(() => null))?.stop();
  }
  await report(results, measured, isQuick);
  if (!measured.has('console') || results.console === undefined) return;
  if (shows.console(results.console.result).some(({ holds }) => !holds)) process.exitCode = 1;
}

async function runPart(
  part: PartName,
  setTheStage: () => Promise<Stage>,
  { isQuick, sizes, consoleSizes, soakMinutes }: Options,
  progress: Progress,
): Promise<Partial<Sections>> {
  switch (part) {
    case 'verdicts': {
      const stage = await setTheStage();
      // Counting is exact whatever else the machine does, and waits ten seconds for a role to be due.
      const counting = countRequests(stage);
      // Should the verdicts fail first, it is they that are reported.
      counting.catch(() => {});
      const verdicts = await measureVerdicts(stage, isQuick, progress, counting);
      return { verdicts, requests: await counting };
    }
    case 'cold':
      return { coldStarts: await measureColdStarts(await setTheStage(), isQuick, progress) };
    case 'gateway':
      return withLaptopServers(progress, async (servers) => ({
        laptop: await measureLaptop(servers, isQuick, progress),
      }));
    case 'client':
      return withLaptopServers(progress, async (servers) => ({
        client: await measureClient(servers, isQuick, progress),
      }));
    case 'cli':
      return { cli: await measureCli(isQuick, progress) };
    case 'webhooks':
      return { webhooks: await measureWebhooks(isQuick, progress) };
    case 'scale':
      return { scale: await measureScale(await setTheStage(), sizes, isQuick, progress) };
    case 'soak':
      return { soak: await measureSoak(await setTheStage(), soakMinutes, progress) };
    case 'console':
      return { console: await measureConsole(consoleSizes, isQuick, progress) };
    default:
      return part satisfies never;
  }
}
