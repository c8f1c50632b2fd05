import type { CloudWatchLogsEvent } from 'aws-lambda';
import { type DeploymentSettings, readSettings } from '../../contract/settings.ts';
import { lastUsesIn } from '../../domain/usage/last-use.ts';
import { cutIntoChunks } from '../../domain/usage/usage-chunk.ts';
import { logWarning } from '../../log.ts';
import { connectUsageTable } from '../../store/client.ts';
import { createUseNoter, type NoteUse } from '../../store/last-use-noter.ts';
import { createRecordedNoter, type NoteRecorded } from '../../store/recorded-until.ts';
import { createUsageChunkWriter, type PutUsageChunk } from '../../store/usage-chunks.ts';
import { readDelivery } from './delivery.ts';

export type RecorderHandler = (event: CloudWatchLogsEvent) => Promise<void>;

export interface RecorderDependencies {
  readonly settings: Pick<DeploymentSettings, 'usageDetail'>;
  readonly putChunk: PutUsageChunk;
  readonly noteUse: NoteUse;
  readonly noteRecorded: NoteRecorded;
}

const writesAtATime = 16;
const maxIdsInWarning = 10;

/**
 * Records the usage lines of a delivery: chunks first, then when each key was used last, and up to when calls have
 * been recorded. Where DynamoDB fails, Lambda repeats the whole delivery: what was written before stays as it is.
 */
export function makeHandler({
  settings,
  putChunk,
  noteUse,
  noteRecorded,
}: RecorderDependencies): RecorderHandler {
  return async (event) => {
    const { calls, strangers } = readDelivery(event);
    if (strangers.length > 0) warnOf(strangers);
    await inTurns(cutIntoChunks(calls, settings.usageDetail), putChunk);
    await inTurns(lastUsesIn(calls), noteUse);
    const newest = calls.map(({ entry }) => Date.parse(entry.at)).reduce((a, b) => Math.max(a, b), 0);
    if (newest > 0) await noteRecorded(newest);
  };
}

/** Some at a time; after a failure no others are begun. */
async function inTurns<T>(items: readonly T[], write: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += writesAtATime) {
    await Promise.all(items.slice(at, at + writesAtATime).map(write));
  }
}

/** Tells where to find the lines, and nothing of what is in them. */
function warnOf(strangers: readonly string[]): void {
  const logEventIds = strangers.slice(0, maxIdsInWarning);
  logWarning('Log lines that are no usage were passed over', { lines: strangers.length, logEventIds });
}

const settings = readSettings();
const table = connectUsageTable();

export const handler = makeHandler({
  settings,
  putChunk: createUsageChunkWriter(table, settings),
  noteUse: createUseNoter(table),
  noteRecorded: createRecordedNoter(table),
});
