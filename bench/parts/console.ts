import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { EngineProcess } from '../../local/dynamodb/engine-process.ts';
import { openChromium, Tab } from '../console/tab.ts';
import { weighPages, type Weights } from '../console/weights.ts';
import { deploy } from '../deployment/deployment.ts';
import { bundleWorker } from '../function/function-process.ts';
import type { Progress } from '../report/progress.ts';
import { Administrator } from '../seed/administrator.ts';
import { castDatabase } from '../seed/cast-database.ts';
import { role, seedUser } from '../seed/fixtures.ts';
import { takeMould } from '../seed/mould.ts';
import { tableSchemas } from '../seed/table-schemas.ts';
import { projectRoot } from '../stage.ts';
import { median, shuffled } from '../statistics.ts';
import { type Laptop, withLaptop } from './laptop-server.ts';

export interface ConsoleRound {
  /** From a reload to the first row, signing in again included. */
  readonly listMs: number;
  /** One `GET /me` by an API key, without a browser. */
  readonly callMs: number;
}

export interface ConsoleResult {
  readonly weights: Weights;
  /** The same index is the same round for every size. */
  readonly lists: readonly { readonly keys: number; readonly rounds: readonly ConsoleRound[] }[];
}

interface Opened {
  readonly keys: number;
  readonly laptop: Laptop;
  readonly tab: Tab;
  readonly rounds: ConsoleRound[];
}

/** Opens the console of `npm start` over a database of each size, side by side, in rounds of random order. */
export async function measureConsole(
  sizes: readonly number[],
  isQuick: boolean,
  progress: Progress,
): Promise<ConsoleResult> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  const browser = await openChromium();
  try {
    progress.show('Setting the stage: bundles, engine, a key', 0);
    const databases = await castDatabases(folder, sizes, progress);
    return await overEach(browser, databases, [], (opened) => measureRounds(opened, isQuick, progress));
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Database {
  readonly keys: number;
  readonly file: string;
}

async function castDatabases(
  folder: string,
  sizes: readonly number[],
  progress: Progress,
): Promise<Database[]> {
  const engine = await EngineProcess.start();
  try {
    const worker = await bundleWorker(folder);
    const deployment = await deploy(projectRoot, engine.endpoint, join(folder, 'deployment'));
    const administrator = await Administrator.create(deployment, worker, engine.endpoint);
    await seedUser(administrator);
    const mould = await takeMould({ administrator, deployment, engine, fixtures: { role } });
    administrator.stop();
    const schemas = await tableSchemas(engine.endpoint, Object.values(deployment.tables), true);
    const databases: Database[] = [];
    for (const keys of sizes) {
      const own = join(folder, String(keys));
      await mkdir(own);
      const file = await castDatabase(own, { mould, schemas, keys, bytesPerKey: 8_000 }, progress);
      databases.push({ keys, file });
    }
    return databases;
  } finally {
    await engine.stop();
  }
}

/** Serves the databases, all at once. */
async function overEach<Result>(
  browser: Browser,
  [database, ...others]: readonly Database[],
  opened: readonly Opened[],
  measure: (opened: readonly Opened[]) => Promise<Result>,
): Promise<Result> {
  if (database === undefined) return await measure(opened);
  const { keys, file } = database;
  const engine = await EngineProcess.start({ database: file });
  try {
    const environment = { DYNAMODB_ENDPOINT: engine.endpoint, LATCHKEY_TTL_SWEEP: 'off' };
    return await withLaptop(environment, async (laptop) => {
      const tab = await Tab.open(browser, new URL(laptop.url).origin);
      return await overEach(browser, others, [...opened, { keys, laptop, tab, rounds: [] }], measure);
    });
  } finally {
    await engine.stop();
  }
}

async function measureRounds(
  opened: readonly Opened[],
  isQuick: boolean,
  progress: Progress,
): Promise<ConsoleResult> {
  const [first] = opened;
  if (first === undefined) throw new TypeError('no number of keys is given');
  progress.show('Weighing the pages of the console', 0);
  const weights = await weighPages(first.tab, await otherPages(first.laptop));
  const [rounds, calls] = isQuick ? [3, 10] : [15, 40];
  for (let round = 0; round < rounds; round += 1) {
    for (const { keys, laptop, tab, rounds: measured } of shuffled(opened)) {
      progress.show(`Console, round ${round + 1} of ${rounds}: ${keys} keys`, round / rounds);
      const callMs = await measureCall(laptop, calls);
      measured.push({ listMs: await tab.openList(), callMs });
    }
  }
  for (const { tab } of opened) await tab.close();
  return { weights, lists: opened.map(({ keys, rounds: measured }) => ({ keys, rounds: measured })) };
}

async function measureCall({ url, adminKey }: Laptop, calls: number): Promise<number> {
  const headers = { Authorization: `Bearer ${adminKey}` };
  const latencies: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const begunAt = performance.now();
    // The connection of the round before may be at its end.
    const answer = await fetch(`${url}/me`, { headers }).catch(() => fetch(`${url}/me`, { headers }));
    await answer.arrayBuffer();
    latencies.push(performance.now() - begunAt);
    if (answer.status !== 200) throw new Error(`GET /me answered ${answer.status}`);
  }
  return median(latencies);
}

/** Every page but the first list, by addresses of what is there. */
async function otherPages({ url, adminKey }: Laptop): Promise<readonly string[]> {
  const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };
  const listed = await fetch(`${url}/api-keys?limit=1`, { headers });
  const [key] = (await listed.json()) as { id: string }[];
  const gateway = { accountId: '000000000000', apiId: 'a1b2c3d4e5', stage: 'prod' };
  const make = async (path: string, body: object): Promise<{ readonly id?: string }> => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}`);
    return (await answer.json()) as { readonly id?: string };
  };
  await make('/roles', { name: role, scopes: ['database:read'], accessRights: {} });
  await make('/apis', { name: 'bench', gateway, routes: [{ method: 'GET', path: '/' }] });
  const hook = { kind: 'https', url: 'https://hooks.example.com/', events: ['*'], status: 'disabled' };
  const { id = '' } = await make('/webhooks', { name: 'bench', ...hook });
  const keyPath = `/api-keys/${key?.id ?? ''}`;
  const tabs = ['permissions', 'usage', 'test', 'audit'].map((tab) => `${keyPath}?tab=${tab}`);
  return [
    '/api-keys/new',
    keyPath,
    ...tabs,
    `${keyPath}/edit`,
    '/overview',
    '/hygiene',
    '/audit-log',
    '/users',
    '/users/~create',
    '/users/admin@example.com',
    '/users/admin@example.com/edit',
    '/roles',
    '/roles/~create',
    `/roles/${role}`,
    `/roles/${role}/edit`,
    '/apis',
    '/apis/~register',
    '/apis/bench',
    '/apis/bench/edit',
    '/webhooks',
    '/webhooks/new',
    `/webhooks/${id}`,
    `/webhooks/${id}/edit`,
    '/docs',
    '/docs/createApiKey',
    '/docs/errors/IN_USE',
  ];
}
