import type { CloudWatchLogsEvent } from 'aws-lambda';
import { type DeploymentSettings, readSettings } from '../../contract/settings.ts';
import { lastUsesIn } from '../../domain/usage/last-use.ts';
import { cutIntoSlices } from '../../domain/usage/usage-slice.ts';
import { cutIntoChunks } from '../../domain/usage/usage-chunk.ts';
import { describeError, logWarning } from '../../log.ts';
import { connectUsageTable } from '../../store/client.ts';
import { createUseNoter, type NoteUse } from '../../store/last-use-noter.ts';
import { createRecordedNoter, type NoteRecorded } from '../../store/recorded-until.ts';
import { createUsageChunkWriter, type PutUsageChunk } from '../../store/usage-chunks.ts';
import { createSliceRecorder, type RecordSlice } from '../../store/slice-recorder.ts';
import { createUsageFolder, type FoldUsage } from '../../store/usage-folder.ts';
import { systemClock, systemRandom } from '../system.ts';
import { readDelivery } from './delivery.ts';

export type RecorderHandler = (event: CloudWatchLogsEvent) => Promise<void>;

export interface RecorderDependencies {
  readonly settings: Pick<DeploymentSettings, 'usageDetail'>;
  readonly putChunk: PutUsageChunk;
  readonly noteUse: NoteUse;
  readonly noteRecorded: NoteRecorded;
  readonly recordSlice: RecordSlice;
  readonly foldUsage: FoldUsage;
}

const writesAtATime = 16;
const maxIdsInWarning = 10;

/**
 * Records the usage lines of a delivery: chunks first, then what calls of all keys are counted from, when each key was
 * used last, and up to when calls have been recorded. Where DynamoDB fails, Lambda repeats the whole delivery: what was written before stays as it is.
 */
export function makeHandler({
  settings,
  putChunk,
  noteUse,
  noteRecorded,
  recordSlice,
  foldUsage,
}: RecorderDependencies): RecorderHandler {
  return async (event) => {
    const { calls, strangers } = readDelivery(event);
    if (strangers.length > 0) warnOf(strangers);
    await inTurns(cutIntoChunks(calls, settings.usageDetail), putChunk);
    await inTurns(cutIntoSlices(calls), recordSlice);
    await inTurns(lastUsesIn(calls), noteUse);
    const newest = calls.map(({ entry }) => Date.parse(entry.at)).reduce((a, b) => Math.max(a, b), 0);
    if (newest > 0) await noteRecorded(newest);
    await foldUsage().catch(warnOfFolding);
  };
}

/** Some at a time; after a failure no others are begun. */
async function inTurns<T>(items: readonly T[], write: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += writesAtATime) {
    await Promise.all(items.slice(at, at + writesAtATime).map(write));
  }
}

/** The delivery has been recorded; what is not counted yet is counted by a later one, and by readers until then. */
function warnOfFolding(error: unknown): void {
  logWarning('Usage was not counted ahead', { error: describeError(error) });
}

/** Tells where to find the lines, and nothing of what is in them. */
function warnOf(strangers: readonly string[]): void {
  const logEventIds = strangers.slice(0, maxIdsInWarning);
  logWarning('Log lines that are no usage were passed over', { lines: strangers.length, logEventIds });
}

const settings = readSettings();
const table = connectUsageTable();
const by = { now: systemClock.now, newStamp: () => systemRandom.uuid() };

export const handler = makeHandler({
  settings,
  putChunk: createUsageChunkWriter(table, settings),
  noteUse: createUseNoter(table),
  noteRecorded: createRecordedNoter(table),
  recordSlice: createSliceRecorder(table, settings, by),
  foldUsage: createUsageFolder(table, settings, by),
});
