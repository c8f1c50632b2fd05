import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { base64Binaries, type StreamRecord } from '../streams/stream-record.ts';
import { ExpiredItem } from './expired-item.ts';
import { ExpiryFile, type ExpiryLine } from './expiry-file.ts';

/** One removal by TTL: the item's keys, and the value that its TTL attribute had. */
export interface Expiry {
  readonly tableName: string;
  readonly keys: Readonly<Record<string, AttributeValue>>;
  readonly ttl: string;
}

/** Where a stream record comes from, and which attribute says when items of that table expire. */
export interface ExpiringTable {
  readonly name: string;
  readonly ttlAttribute: string;
}

/** How DynamoDB names itself in the stream records of what TTL removed. */
const serviceIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

/** A removal whose record no mapping has got by then is forgotten: its stream has no reader any more. */
const maxAgeMs = 7 * 24 * 3_600_000;

/**
 * Which items TTL removed, until every mapping has handed the records of it to its function. The engine's
 * streams cannot tell, since the laptop removes by ordinary calls; so it is written down before the removal,
 * and a server that was killed meanwhile still knows. What differs from AWS: an item that somebody else
 * removes after the sweep has announced it, with the same TTL value, counts as removed by TTL where the server
 * is killed before it learns that it came too late.
 */
export class ExpiryJournal {
  readonly #file: ExpiryFile;
  readonly #items = new Map<string, ExpiredItem>();
  /** The mappings that read the stream of each table. */
  readonly #readers = new Map<string, Set<string>>();
  #loaded: Promise<void> | null = null;

  constructor(path: string) {
    this.#file = new ExpiryFile(path);
  }

  addReader(tableName: string, mappingId: string): void {
    const readers = this.#readers.get(tableName) ?? new Set();
    this.#readers.set(tableName, readers.add(mappingId));
  }

  /**
   * Resolves once a crash cannot forget the removals any more. Each is to be settled afterwards, also where
   * this fails. Removals that nobody will read about are not written down.
   */
  async announce(expiries: readonly Expiry[]): Promise<void> {
    const read = expiries.filter(({ tableName }) => this.#readers.has(tableName));
    if (read.length === 0) return;
    await this.#load();
    const atMs = Date.now();
    const ids = read.map(idOf);
    for (const id of ids) this.#item(id, atMs).announce();
    await this.#append(ids.map((id) => ({ id, atMs })));
  }

  /** @param mayBeDone false only where this removal certainly did not happen */
  settle(expiry: Expiry, mayBeDone: boolean): void {
    const id = idOf(expiry);
    const item = this.#items.get(id);
    item?.settle(mayBeDone);
    if (item?.removals === 0) this.#forget([id]);
  }

  /** The record with the service's identity, where TTL removed its item; waits for a removal under way. */
  async attribute(table: ExpiringTable, record: StreamRecord): Promise<StreamRecord> {
    if (record.eventName !== 'REMOVE') return record;
    await this.#load();
    const isExpiry = (await this.#items.get(recordId(table, record))?.isRemoved()) ?? false;
    return isExpiry ? { ...record, userIdentity: serviceIdentity } : record;
  }

  /** A mapping is done with these records for good; what all mappings of the table are done with is forgotten. */
  seen(mappingId: string, table: ExpiringTable, records: readonly StreamRecord[]): void {
    const readers = this.#readers.get(table.name) ?? new Set<string>();
    const ids = records
      .filter(({ userIdentity }) => userIdentity !== undefined)
      .map((record) => recordId(table, record))
      .filter((id) => this.#items.get(id)?.isSeenByAll(mappingId, readers) === true);
    if (ids.length > 0) this.#forget(ids);
  }

  #item(id: string, atMs: number): ExpiredItem {
    const item = this.#items.get(id) ?? new ExpiredItem(atMs);
    this.#items.set(id, item);
    return item;
  }

  /** A line that cannot be written only means that the next start still knows the removal. */
  #forget(ids: readonly string[]): void {
    for (const id of ids) this.#items.delete(id);
    this.#append(ids.map((id) => ({ id, atMs: null }))).catch(() => {});
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#restore().catch((error: unknown) => {
      this.#loaded = null;
      throw error;
    });
    return this.#loaded;
  }

  async #restore(): Promise<void> {
    const lines = await this.#file.read();
    this.#items.clear();
    for (const { id, atMs } of lines) {
      if (atMs === null) this.#items.delete(id);
      else if (atMs > Date.now() - maxAgeMs) this.#item(id, atMs).restore();
    }
    await this.#file.replace(() => this.#lines());
  }

  #append(lines: readonly ExpiryLine[]): Promise<void> {
    // The items in memory already are as the lines say.
    if (this.#file.isWasteful(this.#items.size)) return this.#file.replace(() => this.#lines());
    return this.#file.append(lines);
  }

  #lines(): ExpiryLine[] {
    return [...this.#items].flatMap(([id, { announcedAtMs, removals }]) =>
      Array.from({ length: removals }, () => ({ id, atMs: announcedAtMs })),
    );
  }
}

function idOf({ tableName, keys, ttl }: Expiry): string {
  const sorted = Object.entries(base64Binaries(keys) as object).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([tableName, sorted, ttl]))
    .digest('base64url')
    .slice(0, 22);
}

function recordId({ name, ttlAttribute }: ExpiringTable, { dynamodb }: StreamRecord): string {
  const { Keys: keys = {}, OldImage: old = {} } = dynamodb;
  return idOf({ tableName: name, keys: keys as Expiry['keys'], ttl: old[ttlAttribute]?.N ?? '' });
}
