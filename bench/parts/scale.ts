import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess } from '../../local/dynamodb/engine-process.ts';
import { deployedBundle } from '../deployment/deployment.ts';
import { authorizerEventWith } from '../deployment/synthetic-event.ts';
import { FunctionProcess } from '../function/function-process.ts';
import type { Progress } from '../report/progress.ts';
import { Administrator } from '../seed/administrator.ts';
import { castDatabase, sizeOf } from '../seed/cast-database.ts';
import { mintKeys, pool, seedUser } from '../seed/fixtures.ts';
import { type Mould, takeMould } from '../seed/mould.ts';
import { tableSchemas } from '../seed/table-schemas.ts';
import type { Stage } from '../stage.ts';
import { median, shuffled } from '../statistics.ts';
import { Management, type ManagementFigures, type PageFigures } from './management.ts';
import { measureOverviews, type OverviewFigures } from './overviews.ts';
import { concurrency } from './verdicts.ts';

export interface ScaleRound extends ManagementFigures {
  /** Of valid keys without a limit, one call after the other. */
  readonly verdictP50Ms: number;
  readonly verdictsPerSecond: number;
}

export interface ScaleResult extends PageFigures {
  readonly keys: number;
  readonly databaseBytes: number;
  readonly loadingSeconds: number;
  /** In the order of measuring; the same index is the same round for every size. */
  readonly rounds: readonly ScaleRound[];
  /** Of the size that is nearest to what filters and counts are promised for; absent for all others. */
  readonly overviews?: readonly OverviewFigures[];
}

/** Keys that filters, counts and the summary of usage are promised for. */
const overviewKeys = 100_000;

interface Loaded {
  readonly keys: number;
  readonly databaseBytes: number;
  readonly loadingSeconds: number;
  readonly engine: EngineProcess;
  readonly authorizer: FunctionProcess;
  readonly administrator: Administrator;
  readonly management: Management;
  readonly rounds: ScaleRound[];
}

/** Loads a database of each size, serves them side by side, and measures them in rounds of random order. */
export async function measureScale(
  stage: Stage,
  sizes: readonly number[],
  isQuick: boolean,
  progress: Progress,
): Promise<ScaleResult[]> {
  const folder = join(stage.folder, 'scale');
  const mould = await takeMould(stage);
  const [rounds, calls] = isQuick ? [2, 40] : [12, 400];
  const all: Loaded[] = [];
  try {
    for (const keys of sizes.toSorted((a, b) => a - b)) {
      const largest = all.at(-1);
      // Before anything is known: what a key takes with its four indexes.
      const bytesPerKey = largest === undefined ? 8_000 : largest.databaseBytes / largest.keys;
      all.push(
        await load(stage, mould, { keys, bytesPerKey, calls, folder: join(folder, String(keys)) }, progress),
      );
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const loaded of shuffled(all)) {
        progress.show(`Scale, round ${round + 1} of ${rounds}: ${loaded.keys} keys`, round / rounds);
        loaded.rounds.push(await measureRound(loaded, calls));
      }
    }
    const results: ScaleResult[] = [];
    for (const { rounds: measured, management, administrator, engine, ...loaded } of all) {
      const { keys } = loaded;
      progress.show(`Scale, pages: ${keys} keys`, results.length / all.length);
      const pages = await management.measurePages(isQuick ? 500 : 15_000);
      const isAsked = keys === overviewKeys || (isQuick && keys === Math.max(...sizes));
      const overviews = isAsked
        ? { overviews: await measureOverviews(stage, administrator, engine.endpoint, keys, progress) }
        : {};
      const { databaseBytes, loadingSeconds } = loaded;
      results.push({ keys, databaseBytes, loadingSeconds, rounds: measured, ...pages, ...overviews });
    }
    return results;
  } finally {
    for (const { authorizer, management, engine } of all) {
      authorizer.stop();
      management.stop();
      await engine.stop();
    }
    await rm(folder, { recursive: true, force: true });
  }
}

interface Size {
  readonly keys: number;
  readonly bytesPerKey: number;
  /** Calls to warm up with. */
  readonly calls: number;
  readonly folder: string;
}

async function load(
  stage: Stage,
  mould: Mould,
  { folder, calls, ...size }: Size,
  progress: Progress,
): Promise<Loaded> {
  const { deployment, worker } = stage;
  const begunAt = performance.now();
  await mkdir(folder, { recursive: true });
  const schemas = await tableSchemas(stage.engine.endpoint, Object.values(deployment.tables));
  const database = await castDatabase(folder, { mould, schemas, ...size }, progress);
  const loadingSeconds = (performance.now() - begunAt) / 1_000;
  const engine = await EngineProcess.start({ database });
  const administrator = await Administrator.create(deployment, worker, engine.endpoint);
  await seedUser(administrator);
  const unlimited = await mintKeys(administrator, 'unlimited', pool);
  const authorizer = await FunctionProcess.start(
    worker,
    deployedBundle(deployment, 'authorizer', engine.endpoint),
  );
  await authorizer.feed(
    unlimited.map(({ plaintext }) => authorizerEventWith(plaintext)),
    'VALID',
  );
  await authorizer.run({ calls, width: 1 });
  const management = await Management.start(stage, administrator, engine.endpoint);
  const databaseBytes = sizeOf(database);
  return {
    keys: size.keys,
    databaseBytes,
    loadingSeconds,
    engine,
    authorizer,
    administrator,
    management,
    rounds: [],
  };
}

async function measureRound({ authorizer, management }: Loaded, calls: number): Promise<ScaleRound> {
  const sequential = await authorizer.run({ calls, width: 1 });
  const concurrent = await authorizer.run({ calls: calls * 4, width: concurrency });
  return {
    verdictP50Ms: median(sequential.latenciesMs),
    verdictsPerSecond: ((calls * 4) / concurrent.durationMs) * 1_000,
    ...(await management.measureRound()),
  };
}
