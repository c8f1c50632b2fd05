import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type BucketUpdate, updateOfFull, updateOfUsed } from '../contract/bucket-updates.ts';
import type { BucketWrite, LimiterStore } from '../domain/ports.ts';
import type { CredentialsTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';

/** For functions that give verdicts beside the authorizer. */
export function createStoreLimiter({ client, credentials }: CredentialsTable): LimiterStore {
  async function write(update: BucketUpdate): Promise<BucketWrite> {
    const { pk, expression, condition, names, values } = update;
    const command = new UpdateItemCommand({
      TableName: credentials,
      Key: { pk: { S: pk } },
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValues: 'UPDATED_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes } = await orUnavailable(() => client.send(command));
      return { applied: true, tatNs: readTat(Attributes?.['tat']?.N) };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return { applied: false, tatNs: readTat(error.Item?.['tat']?.N) };
    }
  }

  return {
    takeFromFull: (apiKeyId, time) => write(updateOfFull(apiKeyId, time)),
    takeFromUsed: (apiKeyId, time) => write(updateOfUsed(apiKeyId, time)),
  };
}

function readTat(text: string | undefined): bigint | null {
  return text === undefined ? null : BigInt(text);
}
