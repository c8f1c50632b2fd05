import type { Progress } from '../report/progress.ts';
import { shuffled } from '../statistics.ts';
import { type HttpFigures, type HttpTarget, loadHttp } from './http-load.ts';
import type { LaptopServers } from './laptop-server.ts';
import { concurrency } from './verdicts.ts';

/** `GET /me` through the laptop's gateway beside a server that does nothing, round by round. */
export interface LaptopResult {
  readonly laptop: readonly HttpFigures[];
  readonly bare: readonly HttpFigures[];
}

/** Measures the laptop server through HTTP. */
export async function measureLaptop(
  { url, adminKey, bareUrl }: LaptopServers,
  isQuick: boolean,
  progress: Progress,
): Promise<LaptopResult> {
  const headers = { Authorization: `Bearer ${adminKey}` };
  const targets: Readonly<Record<keyof LaptopResult, HttpTarget>> = {
    laptop: { url: `${url}/me`, headers },
    bare: { url: `${bareUrl}/me`, headers },
  };
  const [rounds, calls] = isQuick ? [2, 100] : [10, 1_000];
  const result = { laptop: [] as HttpFigures[], bare: [] as HttpFigures[] };
  for (const name of ['laptop', 'bare'] as const) await loadHttp(targets[name], calls, concurrency);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of shuffled(['laptop', 'bare'] as const)) {
      progress.show(`GET /me, round ${round + 1} of ${rounds}: ${name}`, round / rounds);
      result[name].push(await loadHttp(targets[name], calls, concurrency));
    }
  }
  return result;
}
