import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import type { NewApiKey } from '../../lambdas/domain/keys/lifecycle.ts';
import { toAttributes } from '../../lambdas/store/api-key-item.ts';
import { marshallOptions } from '../../lambdas/store/client.ts';
import { apiKeyKey } from '../../lambdas/store/keys.ts';
import { commandLine } from '../../local/process.ts';
import { engineClient } from '../support/engine.ts';
import { mintKey } from '../support/memory-records.ts';
import { settings } from '../support/memory-settings.ts';
import type { LatchkeyProcess } from './latchkey-process.ts';

export type SeededKey = Partial<NewApiKey & Pick<ApiKey, 'pausedBy'>>;

/** Items of one `BatchWriteItem` (DynamoDB quota). */
const batchSize = 25;

/**
 * Puts records of keys into a running server's registry, as its functions store them: all that lists are made of.
 * Neither their credentials nor their events are there.
 */
export async function seedKeyRecords(server: LatchkeyProcess, keys: readonly SeededKey[]): Promise<void> {
  const { pid } = JSON.parse(readFileSync(join(server.dataFolder, 'engine.json'), 'utf8'));
  const [, host, port] = /--host (\S+) --port (\d+)/.exec(commandLine(pid) ?? '')!;
  const raw = new DynamoDBClient({ ...engineClient, endpoint: `http://${host}:${port}` });
  const client = DynamoDBDocumentClient.from(raw, { marshallOptions });
  const { TableNames = [] } = await raw.send(new ListTablesCommand({}));
  const registry = TableNames.find((name) => name.includes('Registry'))!;
  for (let at = 0; at < keys.length; at += batchSize) {
    const puts = keys.slice(at, at + batchSize).map((key) => ({ PutRequest: { Item: recordOf(key) } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [registry]: puts } }));
  }
  raw.destroy();
}

function recordOf({ pausedBy = null, ...fields }: SeededKey): Record<string, unknown> {
  const random = { bytes: randomBytes, uuid: randomUUID };
  const { key } = mintKey(fields, { random, now: Date.now() });
  return {
    ...apiKeyKey(key.id),
    ...toAttributes({ ...key, pausedBy }, settings.retentionDays),
    lastUsedAt: null,
  };
}
