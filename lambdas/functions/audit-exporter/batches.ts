import { dayMs, hourMs, minuteMs } from '../../domain/time.ts';

/** One line for CloudWatch Logs. */
export interface LogEvent {
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
}

/** Bounds of PutLogEvents (Amazon CloudWatch Logs API reference). */
const maxBatchBytes = 1_048_576;
const overheadBytes = 26;
const maxBatchEvents = 10_000;
const maxSpanMs = dayMs;
const oldestMs = 14 * dayMs;
/** Two hours are allowed; clocks may differ by a little. */
const latestMs = 110 * minuteMs;

/**
 * Cuts events into batches that PutLogEvents takes: in time order, bounded in bytes, number and span. A time
 * that it would refuse is moved to the nearest that it takes, since the event's own `at` stays in the message
 * and an audit event must not be lost for its age.
 */
export function toBatches(events: readonly LogEvent[], now: number): LogEvent[][] {
  const ordered = events
    .map(({ message, timestamp }) => ({
      message,
      timestamp: Math.min(Math.max(timestamp, now - oldestMs + hourMs), now + latestMs),
    }))
    .toSorted((left, right) => left.timestamp - right.timestamp);
  const batches: LogEvent[][] = [];
  let bytes = 0;
  for (const event of ordered) {
    const size = Buffer.byteLength(event.message) + overheadBytes;
    const batch = batches.at(-1);
    const first = batch?.[0];
    if (
      batch === undefined ||
      first === undefined ||
      batch.length === maxBatchEvents ||
      bytes + size > maxBatchBytes ||
      event.timestamp - first.timestamp > maxSpanMs
    ) {
      batches.push([event]);
      bytes = size;
    } else {
      batch.push(event);
      bytes += size;
    }
  }
  return batches;
}
