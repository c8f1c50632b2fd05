import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../local/http/listen.ts';
import type { Progress } from '../report/progress.ts';

export interface Laptop {
  /** With `/v1`. */
  readonly url: string;
  readonly adminKey: string;
  readonly dataFolder: string;
}

export interface LaptopServers extends Laptop {
  /** Of a server that answers everything with a constant. */
  readonly bareUrl: string;
}

const projectRoot = join(import.meta.dirname, '../..');
const startTimeoutMs = 300_000;

/** Starts the laptop server as `npm start` does, over an empty data folder, and a bare server; measures, and ends both. */
export async function withLaptopServers<Result>(
  progress: Progress,
  measure: (servers: LaptopServers) => Promise<Result>,
): Promise<Result> {
  progress.show('Starting the laptop server', 0);
  const bare = fork(join(import.meta.dirname, 'bare-server.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const [barePort] = (await once(bare, 'message')) as [number];
    const bareUrl = `http://127.0.0.1:${barePort}`;
    return await withLaptop({}, (laptop) => measure({ ...laptop, bareUrl }));
  } finally {
    bare.kill('SIGKILL');
  }
}

/**
 * Starts the laptop server as `npm start` does, over an empty data folder, measures, and ends it.
 *
 * @param environment variables beside those that are always set
 * @param args of `npm start`
 */
export async function withLaptop<Result>(
  environment: Readonly<Record<string, string>>,
  measure: (laptop: Laptop) => Promise<Result>,
  args: readonly string[] = [],
): Promise<Result> {
  const data = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  const port = String(await freePort());
  const { PATH, HOME } = process.env;
  const laptop = fork(join(projectRoot, 'local', 'main.ts'), args, {
    cwd: projectRoot,
    env: { PATH, HOME, PORT: port, LATCHKEY_DATA: data, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(laptop, 'exit');
  const end = () => void laptop.kill('SIGTERM');
  process.once('exit', end);
  try {
    const told = await untilBootstrapped(join(data, 'bootstrap.json'), () => laptop.exitCode);
    return await measure({ ...told, dataFolder: data });
  } finally {
    process.off('exit', end);
    end();
    await ended;
    await rm(data, { recursive: true, force: true });
  }
}

/** The last thing that a first start does is to write this file. */
async function untilBootstrapped(
  file: string,
  exitCode: () => number | null,
): Promise<Omit<Laptop, 'dataFolder'>> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && exitCode() === null) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return JSON.parse(text) as Omit<Laptop, 'dataFolder'>;
    await sleep(50);
  }
  throw new Error('the laptop server did not come up');
}
