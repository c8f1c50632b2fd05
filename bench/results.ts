import { cpus, totalmem } from 'node:os';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColdStart } from './parts/cold-starts.ts';
import type { CliResult } from './parts/cli.ts';
import type { ClientResult } from './parts/client.ts';
import type { ConsoleResult } from './parts/console.ts';
import type { LaptopResult } from './parts/laptop.ts';
import type { RequestCount } from './parts/requests.ts';
import type { ScaleResult } from './parts/scale.ts';
import type { SoakResult } from './parts/soak.ts';
import type { WebhookResult } from './parts/webhooks.ts';
import type { VerdictResult } from './parts/verdicts.ts';

/** What the parts of the bench measured, each with its own time, since parts can be run alone. */
export interface Sections {
  readonly verdicts: readonly VerdictResult[];
  readonly requests: readonly RequestCount[];
  readonly coldStarts: readonly ColdStart[];
  readonly laptop: LaptopResult;
  readonly client: ClientResult;
  readonly cli: CliResult;
  readonly webhooks: WebhookResult;
  readonly scale: readonly ScaleResult[];
  readonly soak: SoakResult;
  readonly console: ConsoleResult;
}

export type Results = {
  readonly [Name in keyof Sections]?: { readonly measuredAt: string; readonly machine: Machine } & {
    readonly result: Sections[Name];
  };
};

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly system: string;
}

const folder = join(import.meta.dirname, 'results');

/** Path of a file of results; those of quick runs stand aside, so that they never replace real ones. */
export function resultFile(kind: 'latest.json' | 'chart.svg', isQuick: boolean): string {
  const name = isQuick ? kind.replace(/^\w+/, 'quick') : kind;
  return join(folder, name);
}

/** Adds sections to what earlier runs measured, replaces those of the same name, and answers the whole. */
export async function record(sections: Partial<Sections>, isQuick: boolean): Promise<Results> {
  const file = resultFile('latest.json', isQuick);
  const earlier = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Results;
  const about = { measuredAt: new Date().toISOString(), machine: describeMachine() };
  const fresh = Object.entries(sections).map(([name, result]) => [name, { ...about, result }]);
  const results = { ...earlier, ...(Object.fromEntries(fresh) as Results) };
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 1)}\n`);
  return results;
}

function describeMachine(): Machine {
  const [first] = cpus();
  return {
    processor: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
}
