import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EngineProcess } from '../../local/dynamodb/engine-process.ts';
import { indexStreamRecords } from '../../local/dynamodb/stream-index.ts';

test('the number of a stream record is found by an index, also in a database that has it already', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-engine-'));
  const file = join(folder, 'dynamodb.sqlite');
  const engine = await EngineProcess.start({ database: file });
  for (const _ of [1, 2]) indexStreamRecords(file);
  const database = new DatabaseSync(file);
  // As the engine asks.
  const [step] = database
    .prepare(
      'EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records ' +
        "WHERE table_name = 'Outbox'",
    )
    .all();
  expect(step?.['detail']).toContain('latchkey_stream_numbers');
  database.close();
  await engine.stop();
  rmSync(folder, { recursive: true });
});

test('a database without stream records is left as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-engine-'));
  const file = join(folder, 'other.sqlite');
  indexStreamRecords(file);
  const database = new DatabaseSync(file);
  expect(database.prepare('SELECT name FROM sqlite_master').all()).toEqual([]);
  database.close();
  rmSync(folder, { recursive: true });
});
