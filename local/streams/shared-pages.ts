import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
} from '@aws-sdk/client-dynamodb-streams';

/** Lambda's base rate: four times a second and shard (docs.aws.amazon.com/lambda/latest/dg/with-ddb.html). */
export const pollMs = 250;

/** What an iterator led to, and when that was asked for. */
export interface ReadPage {
  readonly answer: GetRecordsCommandOutput;
  /** By `performance.now()`. */
  readonly askedAtMs: number;
}

interface Reading {
  readonly askedAtMs: number;
  readonly answer: Promise<GetRecordsCommandOutput>;
}

/**
 * Reads pages of streams, and each place once per poll for all who are there: most of the time, every consumer of a
 * stream waits at its end. The engine's iterators are the same for the same place.
 */
export class SharedPages {
  readonly #client: DynamoDBStreamsClient;
  readonly #recent = new Map<string, Reading>();

  constructor(client: DynamoDBStreamsClient) {
    this.#client = client;
  }

  /** The page at an iterator, as it is now or was since the last poll. Throws what the client throws. */
  async at(iterator: string): Promise<ReadPage> {
    this.#forgetOld();
    const reading = this.#recent.get(iterator) ?? this.#read(iterator);
    return { askedAtMs: reading.askedAtMs, answer: await reading.answer };
  }

  #read(iterator: string): Reading {
    const answer = this.#client.send(new GetRecordsCommand({ ShardIterator: iterator }));
    const reading = { askedAtMs: performance.now(), answer };
    this.#recent.set(iterator, reading);
    // Whoever tries again is to ask again.
    answer.catch(() => this.#recent.delete(iterator));
    return reading;
  }

  #forgetOld(): void {
    const oldestMs = performance.now() - pollMs;
    for (const [iterator, { askedAtMs }] of this.#recent) {
      if (askedAtMs <= oldestMs) this.#recent.delete(iterator);
    }
  }
}
