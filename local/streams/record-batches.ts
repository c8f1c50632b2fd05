import { maxPayloadBytes } from '../functions/lambda-function.ts';
import type { StreamRecord } from './stream-record.ts';

/** An event has a little more in it than the records. */
const maxBatchBytes = maxPayloadBytes - 1_024;

/** The records in batches, each with a limited number of records and not too large for an event. */
export function* batchesOf(records: readonly StreamRecord[], batchSize: number): Iterable<StreamRecord[]> {
  let batch: StreamRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const recordBytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (batch.length === batchSize || (batch.length > 0 && bytes + recordBytes > maxBatchBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += recordBytes;
  }
  if (batch.length > 0) yield batch;
}
