import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../report/progress.ts';
import { percentile, shuffled } from '../statistics.ts';
import { ExportWatch } from './export-watch.ts';
import { type Laptop, withLaptop } from './laptop-server.ts';
import type { Arrival, Listening } from './webhook-receivers.ts';

/** Servers by their webhooks: none, eight whose receivers answer at once, and these beside one dead and one slow. */
const contenders = ['none', 'eight', 'ten'] as const;

type Contender = (typeof contenders)[number];

/** What came of the changes of one turn; milliseconds from the change. */
export interface WebhookRound {
  /** To the line in the audit log. */
  readonly exportP50Ms: number;
  readonly exportP95Ms: number;
  /** To the receivers that answer at once; NaN without webhooks. */
  readonly arrivalP50Ms: number;
  readonly arrivalP95Ms: number;
}

/** Round by round; the same index is the same round for all. */
export type WebhookResult = Readonly<Record<Contender, readonly WebhookRound[]>>;

const changesPerSecond = 20;
/** Each has keys, and hears of these alone. */
const owners = 10;
const keysOfEach = 2;
const quickReceivers = 8;
const settings = ['-c', 'console=false', '-c', 'webhookTargets=any'];
const patienceMs = 120_000;

interface Running extends Laptop {
  readonly name: Contender;
  readonly keyIds: readonly string[];
  readonly exports: ExportWatch;
}

/**
 * Twenty changes a second, of keys of ten users who each have a webhook of their own: whether dead and slow ones hold up the
 * others, or the audit log.
 */
export async function measureWebhooks(isQuick: boolean, progress: Progress): Promise<WebhookResult> {
  const receivers = fork(join(import.meta.dirname, 'webhook-receivers.ts'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const [listening] = (await once(receivers, 'message')) as [Listening];
    progress.show('Starting three laptop servers', 0);
    return await withServers([...contenders], [], listening, (servers) =>
      measureRounds(servers, receivers, isQuick, progress),
    );
  } finally {
    receivers.kill('SIGKILL');
  }
}

/** All are up at once, and one is measured at a time. */
async function withServers<Result>(
  [name, ...others]: readonly Contender[],
  running: readonly Running[],
  listening: Listening,
  measure: (servers: readonly Running[]) => Promise<Result>,
): Promise<Result> {
  if (name === undefined) return await measure(running);
  return await withLaptop(
    {},
    async (laptop) => {
      const exports = new ExportWatch(laptop.dataFolder);
      try {
        const keyIds = await prepare(name, laptop, listening);
        return await withServers(
          others,
          [...running, { ...laptop, name, keyIds, exports }],
          listening,
          measure,
        );
      } finally {
        exports.stop();
      }
    },
    settings,
  );
}

async function prepare(
  name: Contender,
  laptop: Laptop,
  { port, certificate }: Listening,
): Promise<readonly string[]> {
  const folder = join(laptop.dataFolder, 'trusted');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'receivers.pem'), certificate);
  const quick = Array.from({ length: quickReceivers }, (_, at) => `quick-${at}`);
  const paths = { none: [], eight: quick, ten: [...quick, 'dead', 'slow'] }[name];
  const ids: string[] = [];
  for (let at = 0; at < owners; at += 1) {
    const userId = `owner-${at}@example.com`;
    await call(laptop, 'POST', '/users', { userId, roles: ['admin'] });
    const { key: adminKey } = await call(laptop, 'POST', '/api-keys', {
      name: `own ${at}`,
      userId,
      type: 'admin',
    });
    for (let nth = 0; nth < keysOfEach; nth += 1) {
      const { id } = await call(laptop, 'POST', '/api-keys', { name: `changed ${at} ${nth}`, userId });
      ids.push(id);
    }
    const path = paths[at];
    if (path === undefined) continue;
    const url = `https://localhost:${port}/${name}/${path}`;
    const webhook = { name: path, url, kind: 'https', events: ['api_key.updated'] };
    await call({ ...laptop, adminKey }, 'POST', '/webhooks', webhook);
  }
  return ids;
}

async function measureRounds(
  servers: readonly Running[],
  receivers: ChildProcess,
  isQuick: boolean,
  progress: Progress,
): Promise<WebhookResult> {
  const [rounds, seconds] = isQuick ? [1, 4] : [7, 15];
  const result = { none: [] as WebhookRound[], eight: [] as WebhookRound[], ten: [] as WebhookRound[] };
  for (let round = -1; round < rounds; round += 1) {
    for (const server of shuffled(servers)) {
      const share = Math.max(0, round) / rounds;
      progress.show(`Webhooks, round ${round + 1} of ${rounds}: ${server.name}`, share);
      const measured = await measureTurn(server, receivers, seconds * changesPerSecond);
      // The first round is the warm-up: functions are loaded, and the dead one is found out.
      if (round >= 0) result[server.name].push(measured);
    }
  }
  return result;
}

async function measureTurn(server: Running, receivers: ChildProcess, changes: number): Promise<WebhookRound> {
  server.exports.take();
  await arrivalsAt(receivers);
  await makeChanges(server, changes);
  const exported: number[] = [];
  const arrived: number[] = [];
  const expected = server.name === 'none' ? 0 : (changes * quickReceivers) / owners;
  const deadline = Date.now() + patienceMs;
  while (exported.length < changes || arrived.length < expected) {
    if (Date.now() > deadline)
      throw new Error(`${server.name}: ${arrived.length} of ${expected} messages came`);
    await sleep(100);
    exported.push(...server.exports.take());
    const arrivals = await arrivalsAt(receivers);
    const quick = arrivals.filter(({ path }) => path.startsWith(`/${server.name}/quick`));
    arrived.push(...quick.map(({ ms }) => ms));
  }
  return {
    exportP50Ms: percentile(exported, 0.5),
    exportP95Ms: percentile(exported, 0.95),
    arrivalP50Ms: percentile(arrived, 0.5),
    arrivalP95Ms: percentile(arrived, 0.95),
  };
}

/** One change after the other at their time, whether or not those before have been answered. */
async function makeChanges(server: Running, changes: number): Promise<void> {
  const begunAt = performance.now();
  const made: Promise<unknown>[] = [];
  for (let at = 0; at < changes; at += 1) {
    await sleep(Math.max(0, begunAt + (at * 1_000) / changesPerSecond - performance.now()));
    const id = server.keyIds[at % server.keyIds.length] ?? '';
    made.push(call(server, 'PATCH', `/api-keys/${id}`, { description: `${begunAt} ${at}` }));
  }
  await Promise.all(made);
}

async function arrivalsAt(receivers: ChildProcess): Promise<readonly Arrival[]> {
  const told = once(receivers, 'message') as Promise<[readonly Arrival[]]>;
  receivers.send('tell');
  return (await told)[0];
}

/** Of an answer, what is gone on with; `key` where one was minted. */
interface Created {
  readonly id: string;
  readonly key: string;
}

/** What is 503 is called again: the machine has much to do. Times are counted from the event, whenever that is. */
async function call(laptop: Laptop, method: string, path: string, body: object): Promise<Created> {
  const { url, adminKey } = laptop;
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (response.ok) return (await response.json()) as Created;
  if (response.status !== 503) throw new Error(`${method} ${path} was answered ${response.status}`);
  await sleep(500);
  return await call(laptop, method, path, body);
}
