import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { readSettings } from '../../contract/settings.ts';
import { describeError, logError } from '../../log.ts';
import { connectTables, connectUsageTable } from '../../store/client.ts';
import { createUseForgetter, type ForgetUse } from '../../store/last-use-forgetter.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createPurgeStore } from '../../store/purge.ts';
import { createSubscriptionReader } from '../../store/subscriptions.ts';
import { createWebhookStore } from '../../store/webhooks.ts';
import { systemClock, systemPacing, systemRandom } from '../system.ts';
import { readDeletedUser } from './deleted-user.ts';
import { readEndedKey } from './ended-key.ts';
import { type PurgeDependencies, purgeRemovedKey } from './purge-removed-key.ts';
import { type OrphanDependencies, removeOrphans } from './remove-orphans.ts';
import { readRemovedKey } from './removed-record.ts';

export type ReconcilerHandler = (
  event: DynamoDBStreamEvent,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<DynamoDBBatchResponse>;

export interface ReconcilerDependencies extends PurgeDependencies, OrphanDependencies {
  readonly forgetUse: ForgetUse;
}

/**
 * Purges keys whose records DynamoDB has removed for their ttl, forgets when keys were used that have ended, and removes
 * the webhooks of users who are gone, one after the other: keys of one user share a counter. It stops at the first that cannot be dealt with, and Lambda
 * delivers again from there.
 */
export function makeHandler(deps: ReconcilerDependencies): ReconcilerHandler {
  return async ({ Records }, { awsRequestId }) => {
    for (const record of Records) {
      let undone = 'A key was not purged';
      try {
        const endedId = readEndedKey(record);
        if (endedId !== null) await deps.forgetUse(endedId);
        const deletedUserId = readDeletedUser(record);
        if (deletedUserId !== null) {
          undone = 'The webhooks of a deleted user were not removed';
          await removeOrphans(deletedUserId, awsRequestId, deps);
        }
        const key = readRemovedKey(record);
        if (key === null) continue;
        const result = await purgeRemovedKey(key, awsRequestId, deps);
        if (result === 'uncounted') logError('A purged key was not among its user’s', { apiKeyId: key.id });
      } catch (error) {
        const itemIdentifier = record.dynamodb?.SequenceNumber;
        // Without a place to go on from, all of the batch has to come again.
        if (itemIdentifier === undefined) throw error;
        // Lambda counts a batch that failed in part as a success: this line is all that tells.
        logError(undone, { sequenceNumber: itemIdentifier, error: describeError(error) });
        return { batchItemFailures: [{ itemIdentifier }] };
      }
    }
    return { batchItemFailures: [] };
  };
}

const settings = readSettings();
const tables = connectTables();
const { now } = systemClock;

export const handler = makeHandler({
  purges: createPurgeStore(tables, settings, now),
  forgetUse: createUseForgetter(connectUsageTable(tables.client), settings, now),
  subscriptions: createSubscriptionReader(tables),
  webhooks: createWebhookStore(tables, settings, now),
  directory: createDirectoryStore(tables, systemPacing),
  clock: systemClock,
  random: systemRandom,
});
