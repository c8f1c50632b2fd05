import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { attributes } from '../../lambdas/contract/tables.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import type { Tables, UsageTable } from '../../lambdas/store/client.ts';
import { createUsageChunkWriter } from '../../lambdas/store/usage-chunks.ts';
import { createUseNoter } from '../../lambdas/store/usage-last-used.ts';
import { systemRandom } from '../../lambdas/functions/system.ts';
import type { RecorderHandler } from '../../lambdas/functions/usage-recorder/index.ts';
import { type Engine, engineClient, startEngine } from '../support/engine.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { settings as shipped } from '../support/memory-settings.ts';
import { deliveryOfCalls } from './usage-lines.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/usage-recorder/index.ts');

export type UsageTables = Tables & UsageTable;

/** An engine that has a Usage table as well. */
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
export function recorderOver(tables: UsageTables, more: Partial<DeploymentSettings> = {}): RecorderHandler {
  const settings = { ...shipped, ...more };
  const putChunk = createUsageChunkWriter(tables, settings);
  return makeHandler({
    settings,
    putChunk,
    noteUse: createUseNoter(tables, { clock: clockAt(noon), random: systemRandom }),
  });
}

export async function startUsageBench(): Promise<UsageBench> {
  const engine = await startEngine();
  const raw = new DynamoDBClient({ ...engineClient, endpoint: engine.endpoint });
  const usage = engine.tables.registry.replace('Registry', 'Usage');
  const { partitionKey, sortKey } = attributes;
  await raw.send(
    new CreateTableCommand({
      TableName: usage,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [partitionKey, sortKey].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
    }),
  );
  const tables = { ...engine.tables, usage };
  return {
    engine,
    tables,
    record: (calls) => recorderOver(tables)(deliveryOfCalls(calls)),
    async chunks(idStart) {
      const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: usage }));
      return Items.filter(({ pk }) => String(pk).startsWith(idStart)).toSorted((left, right) =>
        `${left['pk']} ${left['sk']}` < `${right['pk']} ${right['sk']}` ? -1 : 1,
      );
    },
    async stop() {
      await raw.send(new DeleteTableCommand({ TableName: usage }));
      raw.destroy();
      await engine.stop();
    },
  };
}
