import { updateOfFull, updateOfUsed } from './bucket-updates.ts';
import { connectDynamoDb } from './dynamodb/index.ts';
import type { UpdateInput } from './dynamodb/update.ts';
import type { BucketWrite, LimiterStore } from './limiter.ts';

/** Reads items of the Credentials table by key, strongly consistent, in one round trip. */
export interface CredentialsReader {
  /**
   * Items by `pk`; those that do not exist are missing.
   *
   * @param deadlineMs milliseconds since the epoch at which an answer is no longer waited for
   * @throws where DynamoDB has not answered in time, or not completely: never an empty answer instead
   */
  read(keys: readonly { readonly pk: string }[], deadlineMs: number): Promise<ReadonlyMap<string, object>>;
}

/** All of the Credentials table that a verdict touches. */
export interface CredentialsTable {
  readonly reader: CredentialsReader;
  readonly limiterStore: LimiterStore;
}

/** The table over its own connections, and a way to open one of them before the first call needs it. */
export interface ConnectedCredentials extends CredentialsTable {
  readonly preconnect: () => void;
}

/**
 * @param now the clock that deadlines are told by, milliseconds since the epoch
 * @throws DynamoDbError `misconfigured`, where the environment names no region or an endpoint that cannot be
 */
export function connectCredentials(table: string, now: () => number): ConnectedCredentials {
  const client = connectDynamoDb(table, process.env, now);

  async function write(update: UpdateInput, deadlineMs: number): Promise<BucketWrite> {
    const outcome = await client.update(update, deadlineMs);
    const tat = (outcome.applied ? outcome.attributes : outcome.old)?.['tat'];
    return { applied: outcome.applied, tatNs: typeof tat === 'bigint' ? tat : null };
  }

  return {
    reader: { read: (keys, deadlineMs) => client.batchGet(keys, deadlineMs) },
    limiterStore: {
      takeFromFull: (apiKeyId, time, deadlineMs) => write(updateOfFull(apiKeyId, time), deadlineMs),
      takeFromUsed: (apiKeyId, time, deadlineMs) => write(updateOfUsed(apiKeyId, time), deadlineMs),
    },
    preconnect: () => client.preconnect(),
  };
}
