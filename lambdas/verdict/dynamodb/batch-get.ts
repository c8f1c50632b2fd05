import { type Attributes, readAttributes } from './attribute-value.ts';
import { malformed } from './error.ts';

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
    const pk = pkAmong(asked, item);
    if (items.has(pk)) throw malformed('an item twice');
    items.set(pk, item);
  }
  const unprocessed = objectOf(body['UnprocessedKeys'] ?? {});
  if (Object.keys(unprocessed).length === 0) return { items, unprocessed: [] };
  const keys = membersOf(objectOf(unprocessed[table])['Keys']);
  return { items, unprocessed: keys.map((key) => pkAmong(asked, readAttributes(key))) };
}

function pkAmong(asked: ReadonlySet<string>, { pk }: Attributes): string {
  if (typeof pk !== 'string' || !asked.has(pk)) throw malformed('an item that nobody asked for');
  return pk;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed('a part is missing');
  return value as Record<string, unknown>;
}

function membersOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed('a part is missing');
  return value;
}
