import { DatabaseSync } from 'node:sqlite';

/** The engine holds the file for moments. */
const patienceMs = 10_000;

/**
 * Gives the engine indexes of its stream records. It numbers each by the highest number of its table so far, looks for that
 * in all records that were ever written, and for the bounds of a shard whenever the stream is described: without them both
 * take longer with each record.
 *
 * @param database the SQLite file of an engine that is running; an engine that keeps records elsewhere is left as it is
 */
export function indexStreamRecords(database: string): void {
  const connection = new DatabaseSync(database, { timeout: patienceMs });
  try {
    const known = connection.prepare("SELECT 1 FROM sqlite_master WHERE name = '_stream_records'").get();
    if (known === undefined) return;
    connection.exec(
      'CREATE INDEX IF NOT EXISTS latchkey_stream_numbers ON _stream_records ' +
        '(table_name, CAST(sequence_number AS INTEGER));' +
        'CREATE INDEX IF NOT EXISTS latchkey_stream_shards ON _stream_records (table_name, shard_id, sequence_number)',
    );
  } finally {
    connection.close();
  }
}
