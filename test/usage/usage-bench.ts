import { randomUUID } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import type { Tables, UsageTable } from '../../lambdas/store/client.ts';
import { createRecordedNoter } from '../../lambdas/store/recorded-until.ts';
import { createUsageChunkWriter } from '../../lambdas/store/usage-chunks.ts';
import type { Clock } from '../../lambdas/domain/ports.ts';
import { createSliceRecorder } from '../../lambdas/store/slice-recorder.ts';
import { createUsageFolder } from '../../lambdas/store/usage-folder.ts';
import { noon } from '../support/memory-ports.ts';
import { createUseNoter } from '../../lambdas/store/last-use-noter.ts';
import type { RecorderHandler } from '../../lambdas/functions/usage-recorder/index.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { settings as shipped } from '../support/memory-settings.ts';
import { deliveryOfCalls } from './usage-lines.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/usage-recorder/index.ts');

export type UsageTables = Tables & UsageTable;

/** An engine, and a recorder before it. */
export interface UsageBench {
  readonly engine: Engine;
  readonly tables: UsageTables;
  /** Hands calls to a recorder as one delivery. */
  record(calls: readonly DeliveredCall[]): Promise<void>;
  /** Chunks of the keys whose ids begin so, in the order of their keys. */
  chunks(idStart: string): Promise<Record<string, any>[]>;
  stop(): Promise<void>;
}

/** A recorder with the memory of a new container. */
export function recorderOver(
  tables: UsageTables,
  more: Partial<DeploymentSettings> = {},
  now: Clock['now'] = () => noon,
): RecorderHandler {
  const by = { now, newStamp: randomUUID };
  const settings = { ...shipped, ...more };
  const putChunk = createUsageChunkWriter(tables, settings);
  return makeHandler({
    settings,
    putChunk,
    noteUse: createUseNoter(tables),
    noteRecorded: createRecordedNoter(tables),
    recordSlice: createSliceRecorder(tables, settings, by),
    foldUsage: createUsageFolder(tables, settings, by),
  });
}

export async function startUsageBench(): Promise<UsageBench> {
  const engine = await startEngine();
  const { tables } = engine;
  return {
    engine,
    tables,
    record: (calls) => recorderOver(tables)(deliveryOfCalls(calls)),
    async chunks(idStart) {
      const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: tables.usage }));
      return Items.filter(({ pk }) => String(pk).startsWith(idStart)).toSorted((left, right) =>
        `${left['pk']} ${left['sk']}` < `${right['pk']} ${right['sk']}` ? -1 : 1,
      );
    },
    stop: () => engine.stop(),
  };
}
