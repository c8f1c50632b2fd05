import type { LogEvent } from './log-groups.ts';

const maxEvents = 10_000;
const maxBytes = 1_048_576;
const overheadBytes = 26;
const hourMs = 3_600_000;
const maxSpanMs = 24 * hourMs;
const maxAgeMs = 14 * 24 * hourMs;
const maxFutureMs = 2 * hourMs;

/** Which events of an accepted batch are stored, and what the service says about the others. */
export interface AcceptedBatch {
  readonly accepted: readonly LogEvent[];
  readonly rejected: {
    readonly tooOldLogEventEndIndex?: number;
    readonly expiredLogEventEndIndex?: number;
    readonly tooNewLogEventStartIndex?: number;
  } | null;
}

/**
 * Applies the documented rules of PutLogEvents to a batch.
 *
 * @returns the part of the batch that the service would store, or the reason why it would refuse the whole
 */
export function validateBatch(
  events: readonly LogEvent[],
  nowMs: number,
  retentionDays: number | null,
): string | AcceptedBatch {
  if (events.length === 0 || events.length > maxEvents) {
    return `a batch has 1 to ${maxEvents} events, not ${events.length}`;
  }
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + overheadBytes, 0);
  if (bytes > maxBytes) return `Upload too large: ${bytes} bytes exceeds limit of ${maxBytes}`;
  if (events.some(({ message }) => message === '')) return 'Log event message must not be empty';
  if (events.some((event, i) => event.timestampMs < (events[i - 1]?.timestampMs ?? 0))) {
    return 'Log events in a single PutLogEvents request must be in chronological order.';
  }
  const spanMs = (events.at(-1)?.timestampMs ?? 0) - (events[0]?.timestampMs ?? 0);
  if (spanMs > maxSpanMs) {
    return 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.';
  }
  const tooOld = countBefore(events, nowMs - maxAgeMs);
  const expired = retentionDays === null ? 0 : countBefore(events, nowMs - retentionDays * 24 * hourMs);
  const tooNewStart = countBefore(events, nowMs + maxFutureMs + 1);
  if (tooOld === 0 && expired === 0 && tooNewStart === events.length)
    return { accepted: events, rejected: null };
  return {
    accepted: events.slice(Math.max(tooOld, expired), tooNewStart),
    rejected: {
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(expired > 0 && { expiredLogEventEndIndex: expired }),
      ...(tooNewStart < events.length && { tooNewLogEventStartIndex: tooNewStart }),
    },
  };
}

/** How many of the events, which are ordered by time, are older than a moment. */
function countBefore(events: readonly LogEvent[], momentMs: number): number {
  const index = events.findIndex(({ timestampMs }) => timestampMs >= momentMs);
  return index === -1 ? events.length : index;
}
