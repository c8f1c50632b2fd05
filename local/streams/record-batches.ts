import { maxPayloadBytes } from '../functions/lambda-function.ts';
import type { StreamRecord } from './stream-record.ts';

/** Room in Lambda's event for what is around the records. */
const maxBatchBytes = maxPayloadBytes - 1_024;

/** The records in batches of at most a number, and no larger than an event may be. */
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
