import { type BucketUpdate, updateOfFull, updateOfUsed } from '../contract/bucket-updates.ts';
import type { BucketWrite, CredentialsReader, LimiterStore } from '../domain/ports.ts';
import { connectDynamoDb } from './dynamodb/index.ts';

/** All of the Credentials table that the authorizer may touch. */
export interface Credentials {
  readonly reader: CredentialsReader;
  readonly limiterStore: LimiterStore;
  /** Opens a connection before the first call needs one. */
  readonly preconnect: () => void;
}

/** @param now the clock that deadlines are told by, milliseconds since the epoch */
export function connectCredentials(table: string, now: () => number): Credentials {
  const client = connectDynamoDb(table, process.env, now);

  async function write(update: BucketUpdate, deadlineMs: number): Promise<BucketWrite> {
    const outcome = await client.update({ ...update, returnValues: 'UPDATED_NEW' }, deadlineMs);
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
