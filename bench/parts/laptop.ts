import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../local/http/listen.ts';
import type { Progress } from '../report/progress.ts';
import { projectRoot } from '../stage.ts';
import { shuffled } from '../statistics.ts';
import { type HttpFigures, type HttpTarget, loadHttp } from './http-load.ts';
import { type ClientResult, measureClient } from './client.ts';
import { concurrency } from './verdicts.ts';

/** `GET /me` through the laptop's gateway beside a server that does nothing, round by round. */
export interface LaptopResult {
  readonly laptop: readonly HttpFigures[];
  readonly bare: readonly HttpFigures[];
}

const startTimeoutMs = 120_000;

/** Starts the laptop server as `npm start` does, over an empty data folder; measures it and the client through HTTP. */
export async function measureLaptop(
  folder: string,
  isQuick: boolean,
  progress: Progress,
): Promise<{ laptop: LaptopResult; client: ClientResult }> {
  progress.show('Starting the laptop server', 0);
  const data = join(folder, 'laptop');
  const port = await freePort();
  const laptop = fork(join(projectRoot, 'local', 'main.ts'), {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), LATCHKEY_DATA: data },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const bare = fork(join(import.meta.dirname, 'bare-server.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const end = () => void laptop.kill('SIGTERM');
  process.once('exit', end);
  try {
    const [barePort] = (await once(bare, 'message')) as [number];
    const { url, adminKey } = await untilBootstrapped(join(data, 'bootstrap.json'));
    const headers = { Authorization: `Bearer ${adminKey}` };
    const targets = {
      laptop: { url: `${url}/me`, headers },
      bare: { url: `http://127.0.0.1:${barePort}/me`, headers },
    };
    const bareUrl = `http://127.0.0.1:${barePort}`;
    const client = await measureClient({ bareUrl, url, adminKey }, isQuick, progress);
    return { laptop: await measureRounds(targets, isQuick, progress), client };
  } finally {
    bare.kill('SIGKILL');
    const ended = once(laptop, 'exit');
    process.off('exit', end);
    end();
    await ended;
  }
}

async function measureRounds(
  targets: Readonly<Record<keyof LaptopResult, HttpTarget>>,
  isQuick: boolean,
  progress: Progress,
): Promise<LaptopResult> {
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

/** The last thing that a first start does is to write this file. */
async function untilBootstrapped(file: string): Promise<{ url: string; adminKey: string }> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as { url: string; adminKey: string };
    await sleep(50);
  }
  throw new Error('the laptop server did not come up');
}
