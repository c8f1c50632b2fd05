import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { recordedKey } from '../contract/recorded-item.ts';
import type { UsageTable } from './client.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';

/** Milliseconds; what is noted may be that much too early. */
const intervalMs = 5_000;

/**
 * Notes the time of a call that has been recorded, of whatever key, where it is the newest by five seconds.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type NoteRecorded = (atMs: number) => Promise<void>;

export function createRecordedNoter({ client, usage }: UsageTable): NoteRecorded {
  let notedMs = Number.NEGATIVE_INFINITY;
  return async (atMs) => {
    if (atMs - notedMs < intervalMs) return;
    const command = new UpdateCommand({
      TableName: usage,
      Key: recordedKey,
      UpdateExpression: 'SET #until = :at',
      ConditionExpression: 'attribute_not_exists(#until) OR #until < :at',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':at': atMs },
    });
    await unlessRefused(() => client.send(command));
    notedMs = atMs;
  };
}

/**
 * The time of the newest call that has been recorded, of whatever key: a later one may still be on its way. Null where
 * none has been.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type ReadRecordedUntil = () => Promise<number | null>;

export function createRecordedReader({ client, usage }: UsageTable): ReadRecordedUntil {
  return async () => {
    const command = new GetCommand({ TableName: usage, Key: recordedKey });
    const { Item } = await orUnavailable(() => client.send(command));
    return Item === undefined ? null : Number(Item['until']);
  };
}
