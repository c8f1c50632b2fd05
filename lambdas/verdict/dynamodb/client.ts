import type { Attributes } from './attribute-value.ts';
import { batchGetBody, readBatch } from './batch-get.ts';
import type { Credentials, ReadCredentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { DynamoDbError } from './error.ts';
import { type Pacing, retryUntil } from './retry.ts';
import { createSigner } from './signer.ts';
import type { Outcome } from './outcome.ts';
import { type Attempt, createTransport } from './transport.ts';
import { readUpdate, type UpdateInput, type UpdateOutcome, updateBody } from './update.ts';

/** One table of DynamoDB, as far as verdicts need it. Every failure is a DynamoDbError, never an empty answer. */
export interface DynamoDbClient {
  /**
   * Reads items by key, strongly consistent; those that do not exist are missing. Retries whatever may pass.
   *
   * @param keys 25 at most; one that stands there twice is read once
   * @param deadlineMs milliseconds since the epoch at which an answer is no longer waited for
   */
  batchGet(
    keys: readonly { readonly pk: string }[],
    deadlineMs: number,
  ): Promise<ReadonlyMap<string, Attributes>>;
  /**
   * Changes an item where its condition holds. Retries only what DynamoDB has certainly not done: after any other
   * failure nobody knows, and asking again could change the item twice.
   */
  update(input: UpdateInput, deadlineMs: number): Promise<UpdateOutcome>;
  /** Opens a connection before the first call needs one. */
  preconnect(): void;
  /** Closes the connections that rest. */
  close(): void;
}

export interface DynamoDbClientOptions extends Pacing {
  readonly table: string;
  readonly region: string;
  readonly endpoint: Endpoint;
  readonly credentials: ReadCredentials;
}

const maxKeys = 25;

interface Limits extends Pick<Attempt, 'answerTimeoutMs' | 'maxIdleMs'> {
  readonly isRetried: (error: DynamoDbError) => boolean;
}

/** Of a budget of one second: a lost packet leaves time for two more attempts. */
const readLimits: Limits = {
  answerTimeoutMs: 300,
  maxIdleMs: Infinity,
  isRetried: (error) => error.isPassing,
};

/**
 * There is no second attempt at an update that was sent, so it may take what is left of the budget; and it takes
 * only a connection over which an answer has just come, most often that of the read before it: to find it closed
 * after the request was sent would leave the outcome unknown.
 */
const updateLimits: Limits = {
  answerTimeoutMs: 1_000,
  maxIdleMs: 2_000,
  isRetried: ({ reason }) => reason === 'unreachable' || reason === 'throttled' || reason === 'conflict',
};

export function createDynamoDbClient(options: DynamoDbClientOptions): DynamoDbClient {
  const { table, region, endpoint, now } = options;
  const sign = createSigner({ host: endpoint.host, region });
  const { transmit, preconnect, close } = createTransport({ endpoint, sign, now });

  /** Signs every attempt anew: with credentials that have changed, the refused ones need not be the end. */
  async function call<T>(
    operation: Attempt['operation'],
    deadlineMs: number,
    limits: Limits,
    { body, read }: { readonly body: () => string; readonly read: (outcome: Outcome) => T },
  ): Promise<T> {
    let used: Credentials | undefined;
    const { isRetried, ...times } = limits;
    return await retryUntil(
      {
        deadlineMs,
        isRetryable: (error) =>
          error.reason === 'credentials' ? options.credentials() !== used : isRetried(error),
        async attempt() {
          used = options.credentials();
          return read(await transmit({ operation, body: body(), credentials: used, deadlineMs, ...times }));
        },
      },
      options,
    );
  }

  return {
    async batchGet(keys, deadlineMs) {
      const items = new Map<string, Attributes>();
      let pending = new Set(keys.map(({ pk }) => pk));
      if (pending.size > maxKeys) throw new RangeError(`more than ${maxKeys} keys`);
      if (pending.size === 0) return items;
      return await call('BatchGetItem', deadlineMs, readLimits, {
        body: () => batchGetBody(table, [...pending]),
        read({ refusal, body }) {
          if (refusal !== null) throw refusal;
          const batch = readBatch(body, table, pending);
          for (const [pk, item] of batch.items) items.set(pk, item);
          pending = new Set(batch.unprocessed);
          if (pending.size > 0) throw new DynamoDbError('throttled', 'DynamoDB left keys unprocessed');
          return items;
        },
      });
    },

    async update(input, deadlineMs) {
      const body = updateBody(table, input);
      return await call('UpdateItem', deadlineMs, updateLimits, { body: () => body, read: readUpdate });
    },

    preconnect,
    close,
  };
}
