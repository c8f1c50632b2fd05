import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { readSettings } from '../../contract/settings.ts';
import { describeError, logError } from '../../log.ts';
import { connectTables } from '../../store/client.ts';
import { createPurgeStore } from '../../store/purge.ts';
import { systemClock, systemRandom } from '../system.ts';
import { type PurgeDependencies, purgeRemovedKey } from './purge-removed-key.ts';
import { readRemovedKey } from './removed-record.ts';

export type ReconcilerHandler = (
  event: DynamoDBStreamEvent,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<DynamoDBBatchResponse>;

/**
 * Purges keys whose records DynamoDB has removed for their ttl, one after the other: keys of one user share a
 * counter. At the first that cannot be purged it stops, and Lambda delivers again from there; what was purged
 * before stays so, and is passed over if it comes again.
 */
export function makeHandler(deps: PurgeDependencies): ReconcilerHandler {
  return async ({ Records }, { awsRequestId }) => {
    for (const record of Records) {
      try {
        const key = readRemovedKey(record);
        if (key === null) continue;
        const result = await purgeRemovedKey(key, awsRequestId, deps);
        if (result === 'uncounted') logError('A purged key was not among its user’s', { apiKeyId: key.id });
      } catch (error) {
        const itemIdentifier = record.dynamodb?.SequenceNumber;
        // Without a place to go on from, all of the batch has to come again.
        if (itemIdentifier === undefined) throw error;
        // Lambda counts a batch that failed in part as a success: this line is all that tells.
        logError('A key was not purged', { sequenceNumber: itemIdentifier, error: describeError(error) });
        return { batchItemFailures: [{ itemIdentifier }] };
      }
    }
    return { batchItemFailures: [] };
  };
}

const purges = createPurgeStore(connectTables(), readSettings(), systemClock.now);

export const handler = makeHandler({ purges, clock: systemClock, random: systemRandom });
