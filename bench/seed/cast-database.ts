import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineBinary } from '../../local/dynamodb/engine-process.ts';
import type { Progress } from '../report/progress.ts';
import { castingOf, castItem, type Mould } from './mould.ts';
import type { TableSchema } from './table-schemas.ts';

/** Within `maxKeysPerUser` as shipped. */
const keysPerUser = 500;
const keysPerWrite = 1_000;

export interface CastDatabase {
  readonly mould: Mould;
  readonly schemas: readonly TableSchema[];
  readonly keys: number;
  /** Bytes that a key takes in the database, as far as that is known: what the progress bar goes by. */
  readonly bytesPerKey: number;
}

/**
 * Writes a database file with that many keys: an export of tables, which the engine imports far faster than it
 * takes requests.
 *
 * @returns path of the database
 */
export async function castDatabase(
  folder: string,
  { mould, schemas, keys, bytesPerKey }: CastDatabase,
  progress: Progress,
): Promise<string> {
  const source = join(folder, 'export');
  const database = join(folder, 'keys.sqlite');
  writeExport(source, schemas, mould, keys, progress);
  await writeFile(join(folder, 'schemas.json'), JSON.stringify(schemas));
  const args = ['import', '--source', source, '--schema', join(folder, 'schemas.json'), '--output', database];
  const child = spawn(engineBinary(), args, { stdio: ['ignore', 'ignore', 'pipe'], env: {} });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const watch = setInterval(() => {
    // The engine writes everything once more to compact it.
    const share = bytesIn(folder) / (2 * bytesPerKey * keys);
    progress.show(`Loading ${keys} keys: importing`, Math.min(share, 0.99));
  }, 500);
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  const [code] = (await once(child, 'close').finally(() => clearInterval(watch))) as [number | null];
  process.off('exit', kill);
  if (code !== 0) throw new Error(`the engine imported nothing: ${said}`);
  await rm(source, { recursive: true });
  return database;
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The engine imports into files of other names first. */
function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
}

/** Every table is exported, since the engine makes those only that are. */
function writeExport(
  source: string,
  schemas: readonly TableSchema[],
  mould: Mould,
  keys: number,
  progress: Progress,
): void {
  const files = new Map<string, number>();
  for (const { TableName } of schemas.map(({ Table }) => Table)) {
    mkdirSync(join(source, TableName, 'data'), { recursive: true });
    files.set(TableName, openSync(join(source, TableName, 'data', 'items.json'), 'w'));
  }
  const write = (lines: ReadonlyMap<string, string[]>) => {
    for (const [table, texts] of lines) writeSync(files.get(table) ?? -1, `${texts.join('\n')}\n`);
  };
  for (let first = 0; first < keys; first += keysPerWrite) {
    progress.show(`Loading ${keys} keys: writing items`, first / keys);
    write(castLines(mould, keys, first));
  }
  for (const file of files.values()) closeSync(file);
}

/** Lines of one write's keys from `first` on, and of the users that begin among them, by table. */
function castLines(mould: Mould, keys: number, first: number): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (let number = first; number < Math.min(keys, first + keysPerWrite); number += 1) {
    const user = String(Math.floor(number / keysPerUser)).padStart(6, '0');
    const casting = castingOf(number, keys, `cast-${user}@example.com`);
    const templates = number % keysPerUser === 0 ? [...mould.user, ...mould.key] : mould.key;
    for (const template of templates) {
      const ofTable = lines.get(template.table) ?? [];
      ofTable.push(castItem(template, casting));
      lines.set(template.table, ofTable);
    }
  }
  return lines;
}
