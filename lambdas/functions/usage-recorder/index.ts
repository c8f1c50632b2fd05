import type { CloudWatchLogsEvent } from 'aws-lambda';
import type { ApiKeyId } from '../../contract/brands.ts';
import { type DeploymentSettings, readSettings } from '../../contract/settings.ts';
import { cutIntoChunks, type DeliveredCall } from '../../domain/usage/usage-chunk.ts';
import { logWarning } from '../../log.ts';
import { connectUsageTables } from '../../store/client.ts';
import { createUsageChunkWriter, type PutUsageChunk } from '../../store/usage-chunks.ts';
import { createUseNoter, type NoteUse } from '../../store/usage-last-used.ts';
import { systemClock, systemRandom } from '../system.ts';
import { readDelivery } from './delivery.ts';

export type RecorderHandler = (event: CloudWatchLogsEvent) => Promise<void>;

export interface RecorderDependencies {
  readonly settings: Pick<DeploymentSettings, 'usageDetail'>;
  readonly putChunk: PutUsageChunk;
  readonly noteUse: NoteUse;
}

const writesAtATime = 16;
const maxIdsInWarning = 10;

/**
 * Records the usage lines of a delivery: chunks first, then when each key was used last. Any failure of
 * DynamoDB fails the delivery as a whole, which Lambda repeats: what was written before stays as it is.
 */
export function makeHandler({ settings, putChunk, noteUse }: RecorderDependencies): RecorderHandler {
  return async (event) => {
    const { calls, strangers } = readDelivery(event);
    if (strangers.length > 0) warnOf(strangers);
    await inTurns(cutIntoChunks(calls, settings.usageDetail), putChunk);
    await inTurns([...lastUses(calls)], ([apiKeyId, usedAtMs]) => noteUse(apiKeyId, usedAtMs));
  };
}

function lastUses(calls: readonly DeliveredCall[]): Map<ApiKeyId, number> {
  const uses = new Map<ApiKeyId, number>();
  for (const { apiKeyId, entry } of calls) {
    uses.set(apiKeyId, Math.max(uses.get(apiKeyId) ?? 0, Date.parse(entry.at)));
  }
  return uses;
}

/** Some at a time; after a failure no others are begun. */
async function inTurns<T>(items: readonly T[], write: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += writesAtATime) {
    await Promise.all(items.slice(at, at + writesAtATime).map(write));
  }
}

/** Tells where to find the lines, and nothing of what is in them. */
function warnOf(strangers: readonly string[]): void {
  logWarning('Log lines that are no usage were passed over', {
    lines: strangers.length,
    logEventIds: strangers.slice(0, maxIdsInWarning),
  });
}

const settings = readSettings();
const tables = connectUsageTables();

export const handler = makeHandler({
  settings,
  putChunk: createUsageChunkWriter(tables, settings),
  noteUse: createUseNoter(tables, { clock: systemClock, random: systemRandom }),
});
