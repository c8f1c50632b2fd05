import type { ReadDependencies } from './dependencies.ts';

/** Tells how far behind the calls their recording is. */
export async function recordedUntilHeader({
  readRecordedUntil,
}: Pick<ReadDependencies, 'readRecordedUntil'>): Promise<Record<string, string>> {
  const untilMs = await readRecordedUntil();
  return untilMs === null ? {} : { 'Usage-Recorded-Until': new Date(untilMs).toISOString() };
}
