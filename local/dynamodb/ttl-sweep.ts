import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { sleep } from '../background.ts';
import { asError } from '../errors.ts';
import { expiryRange } from './expiry.ts';

/** A table with TTL, and the attributes of its primary key. */
export interface SweptTable {
  readonly name: string;
  readonly ttlAttribute: string;
  readonly keyAttributes: readonly string[];
}

type Item = Readonly<Record<string, AttributeValue>>;

/** Between two sweeps of a table that fits a page. */
const idleMs = 1_000;
/** The engine answers no other call for the few milliseconds that a page of this size takes. */
const itemsPerPage = 250;
/** How long the sweep rests after a call, as a multiple of the call's duration. The engine is the API's meanwhile. */
const restsPerScan = 25;
const restsPerRemoval = 4;

/** Removes the expired items of one table within seconds. DynamoDB's TTL does it within days. */
export class TtlSweep {
  readonly #client: DynamoDBClient;
  readonly #table: SweptTable;
  readonly #signal: AbortSignal;

  constructor(client: DynamoDBClient, table: SweptTable, signal: AbortSignal) {
    this.#client = client;
    this.#table = table;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    let wasReachable = true;
    while (!this.#signal.aborted) {
      try {
        await this.#sweep();
        wasReachable = true;
      } catch (error) {
        // The engine is restarting. The next sweep removes what this one has not.
        if (wasReachable && !this.#signal.aborted) this.#report(error);
        wasReachable = false;
      }
      await sleep(idleMs, this.#signal);
    }
  }

  async #sweep(): Promise<void> {
    let after: Item | undefined;
    do {
      const startedAtMs = performance.now();
      const page = await this.#client.send(this.#expiredItems(after), { abortSignal: this.#signal });
      const tookMs = performance.now() - startedAtMs;
      for (const item of page.Items ?? []) if (!this.#signal.aborted) await this.#remove(item);
      after = page.LastEvaluatedKey;
      await sleep(restsPerScan * tookMs, this.#signal);
    } while (after !== undefined && !this.#signal.aborted);
  }

  /** The scan of the next page. It gives the keys and the TTL attribute of expired items. */
  #expiredItems(after: Item | undefined): ScanCommand {
    const { name, keyAttributes, ttlAttribute } = this.#table;
    const keys = keyAttributes.map((attribute, i) => [`#key${i}`, attribute] as const);
    const [oldest, newest] = expiryRange(Math.floor(Date.now() / 1000));
    return new ScanCommand({
      TableName: name,
      Limit: itemsPerPage,
      ExclusiveStartKey: after,
      ProjectionExpression: [...keys.map(([placeholder]) => placeholder), '#ttl'].join(', '),
      // This also excludes values that are not numbers.
      FilterExpression: '#ttl BETWEEN :oldest AND :newest',
      ExpressionAttributeNames: { ...Object.fromEntries(keys), '#ttl': ttlAttribute },
      ExpressionAttributeValues: { ':oldest': { N: String(oldest) }, ':newest': { N: String(newest) } },
    });
  }

  async #remove({ [this.#table.ttlAttribute]: ttl, ...key }: Item): Promise<void> {
    const startedAtMs = performance.now();
    await this.#client
      .send(
        new DeleteItemCommand({
          TableName: this.#table.name,
          Key: key,
          ConditionExpression: '#ttl = :seen',
          ExpressionAttributeNames: { '#ttl': this.#table.ttlAttribute },
          ExpressionAttributeValues: { ':seen': { N: ttl?.N ?? '' } },
        }),
      )
      .catch((error: unknown) => {
        // Somebody has prolonged, replaced or removed the item since the scan.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    await sleep(restsPerRemoval * (performance.now() - startedAtMs), this.#signal);
  }

  /** Prints the error's name only, since its message may quote an item. */
  #report(error: unknown): void {
    const { name } = asError(error);
    console.error(`${this.#table.name}: cannot remove expired items (${name}); trying again`);
  }
}
