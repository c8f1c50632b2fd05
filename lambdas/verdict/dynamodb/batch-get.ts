import { type Attributes, readAttributes } from './attribute-value.ts';
import { malformed } from './error.ts';

const unprocessed = 'its unprocessed keys';

/** What one BatchGetItem brought. */
export interface Batch {
  readonly items: ReadonlyMap<string, Attributes>;
  /** Keys to ask for again. */
  readonly unprocessed: readonly string[];
}

/** @param pks each once */
export function batchGetBody(table: string, pks: readonly string[]): string {
  const keys = pks.map((pk) => `{"pk":{"S":${JSON.stringify(pk)}}}`);
  return `{"RequestItems":{${JSON.stringify(table)}:{"Keys":[${keys.join(',')}],"ConsistentRead":true}}}`;
}

/**
 * Keys that are neither among the items nor unprocessed do not exist.
 *
 * @param asked the keys of the request
 * @throws DynamoDbError `malformed`; an item that nobody asked for is the answer to another request
 */
export function readBatch(
  body: Readonly<Record<string, unknown>>,
  table: string,
  asked: ReadonlySet<string>,
): Batch {
  const items = new Map<string, Attributes>();
  for (const encoded of membersOf(objectOf(body['Responses'])[table])) {
    const item = readAttributes(encoded);
    const pk = item['pk'];
    if (typeof pk !== 'string' || !asked.has(pk) || items.has(pk)) throw malformed('an item');
    items.set(pk, item);
  }
  return { items, unprocessed: unprocessedOf(body['UnprocessedKeys'], table, asked) };
}

function unprocessedOf(encoded: unknown, table: string, asked: ReadonlySet<string>): readonly string[] {
  if (encoded === undefined) return [];
  const tables = objectOf(encoded);
  const names = Object.keys(tables);
  if (names.length === 0) return [];
  if (names.length > 1 || names[0] !== table) throw malformed(unprocessed);
  return membersOf(objectOf(tables[table])['Keys']).map((key) => {
    const { pk } = readAttributes(key);
    if (typeof pk !== 'string' || !asked.has(pk)) throw malformed(unprocessed);
    return pk;
  });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed('a part is missing');
  return value as Record<string, unknown>;
}

function membersOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed('a part is missing');
  return value;
}
