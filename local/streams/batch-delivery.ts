import type { InvocationResult } from '../functions/execution-environment.ts';
import { isRecord, parseObject } from '../json.ts';
import { createdAtMs, type StreamRecord } from './stream-record.ts';

/** How a mapping treats records that its function cannot process. */
export interface DeliveryPolicy {
  /** With null, retries go on until the records are too old. */
  readonly maxRetries: number | null;
  readonly maxRecordAgeMs: number | null;
  readonly bisectsOnError: boolean;
  /** Whether the function names the records it failed on (`ReportBatchItemFailures`). */
  readonly reportsItemFailures: boolean;
}

export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What the delivery of a batch needs from around it. */
export interface DeliveryPorts {
  invoke(records: readonly StreamRecord[]): Promise<InvocationResult>;
  /** Says that the records up to this one are done with. They are not delivered again. */
  advance(sequenceNumber: string): Promise<void>;
  discard(records: readonly StreamRecord[], reason: DiscardReason, invokeCount: number): Promise<void>;
  sleep(ms: number): Promise<void>;
  nowMs(): number;
  isStopped(): boolean;
}

interface Segment {
  readonly records: readonly StreamRecord[];
  readonly failures: number;
}

const firstDelayMs = 200;
const maxDelayMs = 2_000;

/**
 * Delivers records in order, at least once, until each is processed or discarded. Where the server stops before that,
 * the rest comes again at the next start.
 */
export async function deliver(
  batch: readonly StreamRecord[],
  policy: DeliveryPolicy,
  ports: DeliveryPorts,
): Promise<void> {
  const segments: Segment[] = [{ records: batch, failures: 0 }];
  let delayMs = firstDelayMs;
  for (let next = segments.shift(); next !== undefined && !ports.isStopped(); next = segments.shift()) {
    const segment = await discardExpired(next, policy, ports);
    if (segment.records.length === 0) continue;
    const failedAt = firstFailure(await ports.invoke(segment.records), segment.records, policy);
    if (ports.isStopped() && failedAt !== null) return;
    if (failedAt === null || failedAt > 0) {
      await advanceOver(segment.records.slice(0, failedAt ?? undefined), ports);
      delayMs = firstDelayMs;
    }
    if (failedAt === null) continue;
    segments.unshift(...(await afterFailure(segment, failedAt, policy, ports)));
    await ports.sleep(delayMs);
    delayMs = Math.min(delayMs * 2, maxDelayMs);
  }
}

/** What remains to be delivered of a segment whose record at an index failed. */
async function afterFailure(
  segment: Segment,
  failedAt: number,
  policy: DeliveryPolicy,
  ports: DeliveryPorts,
): Promise<Segment[]> {
  if (failedAt > 0) return [{ records: segment.records.slice(failedAt), failures: 0 }];
  // As in Lambda, splitting a batch costs no retry: the bad record is alone before its retries begin.
  if (policy.bisectsOnError && segment.records.length > 1) {
    const middle = Math.ceil(segment.records.length / 2);
    return [segment.records.slice(0, middle), segment.records.slice(middle)].map((records) => ({
      records,
      failures: segment.failures,
    }));
  }
  const failures = segment.failures + 1;
  if (policy.maxRetries === null || failures <= policy.maxRetries) return [{ ...segment, failures }];
  await ports.discard(segment.records, 'RetryAttemptsExhausted', failures);
  await advanceOver(segment.records, ports);
  return [];
}

async function discardExpired(
  segment: Segment,
  policy: DeliveryPolicy,
  ports: DeliveryPorts,
): Promise<Segment> {
  const { maxRecordAgeMs } = policy;
  if (maxRecordAgeMs === null) return segment;
  const oldestMs = ports.nowMs() - maxRecordAgeMs;
  const firstFresh = segment.records.findIndex((record) => createdAtMs(record) >= oldestMs);
  const expiredCount = firstFresh === -1 ? segment.records.length : firstFresh;
  if (expiredCount === 0) return segment;
  const expired = segment.records.slice(0, expiredCount);
  await ports.discard(expired, 'RecordAgeExceeded', segment.failures);
  await advanceOver(expired, ports);
  return { ...segment, records: segment.records.slice(expiredCount) };
}

/** The index of the first record that was not processed, or null where all were. */
function firstFailure(
  result: InvocationResult,
  records: readonly StreamRecord[],
  policy: DeliveryPolicy,
): number | null {
  if (!result.ok) return 0;
  if (!policy.reportsItemFailures) return null;
  const failures = parseObject(result.payload)?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 0;
  const indexes = failures.map((failure: unknown) => {
    const failed = isRecord(failure) ? failure.itemIdentifier : undefined;
    return records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed);
  });
  if (indexes.length === 0) return null;
  // A failure that names no record of the batch fails all of it.
  return Math.max(0, Math.min(...indexes));
}

async function advanceOver(records: readonly StreamRecord[], ports: DeliveryPorts): Promise<void> {
  const last = records.at(-1);
  if (last !== undefined) await ports.advance(last.dynamodb.SequenceNumber);
}
