import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { expiredItems, type Item, type SweptTable } from './expired-items.ts';
import type { Expiry, ExpiryJournal } from './expiry-journal.ts';

/** Between two sweeps of a table that fits a page. */
const idleMs = 1_000;
/** Resting so many times as long as the work took leaves the engine to the API: a million items take minutes. */
const restsPerScan = 25;
const restsPerRemoval = 4;
/** Removes the expired items of one table, again and again, as DynamoDB's TTL does within days. */
export class TtlSweep {
  readonly #client: DynamoDBClient;
  readonly #table: SweptTable;
  readonly #journal: ExpiryJournal;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(client: DynamoDBClient, table: SweptTable, journal: ExpiryJournal) {
    this.#client = client;
    this.#table = table;
    this.#journal = journal;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves once no removal is under way any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    let wasReachable = true;
    while (!this.#isStopped) {
      try {
        await this.#sweep();
        wasReachable = true;
      } catch (error) {
        // The engine is restarting: the next sweep finds what this one leaves.
        if (wasReachable && !this.#isStopped) this.#report(error as Error);
        wasReachable = false;
      }
      await this.#rest(idleMs);
    }
  }

  async #sweep(): Promise<void> {
    let after: Item | undefined;
    do {
      const startedAtMs = performance.now();
      const page = await this.#client.send(expiredItems(this.#table, after, Date.now()), {
        abortSignal: this.#stopping.signal,
      });
      const tookMs = performance.now() - startedAtMs;
      await this.#remove(page.Items ?? []);
      after = page.LastEvaluatedKey;
      await this.#rest(restsPerScan * tookMs);
    } while (after !== undefined && !this.#isStopped);
  }

  async #remove(items: readonly Item[]): Promise<void> {
    const expiries = items.map((item) => this.#expiryOf(item));
    const unsettled = new Set(expiries);
    try {
      await this.#journal.announce(expiries);
      for (const expiry of expiries) {
        if (this.#isStopped) return;
        const startedAtMs = performance.now();
        unsettled.delete(expiry);
        await this.#removeOne(expiry);
        await this.#rest(restsPerRemoval * (performance.now() - startedAtMs));
      }
    } finally {
      for (const expiry of unsettled) this.#journal.settle(expiry, false);
    }
  }

  async #removeOne(expiry: Expiry): Promise<void> {
    const { ttlAttribute } = this.#table;
    let mayBeDone = true;
    try {
      await this.#client.send(
        new DeleteItemCommand({
          TableName: expiry.tableName,
          Key: expiry.keys,
          // What was prolonged or replaced since the scan stays.
          ConditionExpression: '#ttl = :seen',
          ExpressionAttributeNames: { '#ttl': ttlAttribute },
          ExpressionAttributeValues: { ':seen': { N: expiry.ttl } },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // At a second attempt it may be the first one that removed the item, and whose answer was lost.
      mayBeDone = error.$metadata.attempts !== 1;
    } finally {
      this.#journal.settle(expiry, mayBeDone);
    }
  }

  #expiryOf(item: Item): Expiry {
    const { name, keyAttributes, ttlAttribute } = this.#table;
    const keys = Object.entries(item).filter(([attribute]) => keyAttributes.includes(attribute));
    return { tableName: name, keys: Object.fromEntries(keys), ttl: item[ttlAttribute]?.N ?? '' };
  }

  /** Only the kind of error: its message may quote an item. */
  #report(error: Error): void {
    console.error(`${this.#table.name}: cannot remove expired items (${error.name}); trying again`);
  }

  async #rest(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => {});
  }
}
