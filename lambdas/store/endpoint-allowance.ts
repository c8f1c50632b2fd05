import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { minuteMs, ttlAt } from '../domain/time.ts';
import type { OutboxTable } from './client.ts';
import { lineKey } from './outbox-keys.ts';
import { type Pacing, untilSettled } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';

/** What may be asked of an endpoint so many times a minute. */
const mostInMinute = { tests: 6, replays: 1 } as const;

/**
 * Counts one more, or says in how many milliseconds one more may be asked for; 0 where it was counted.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type Admit = (endpointId: string, what: keyof typeof mostInMinute) => Promise<number>;

/** An item that nobody asks anything of is not kept for this. */
const keptMs = 30 * 24 * 60 * minuteMs;

export function createAdmission({ client, outbox: TableName }: OutboxTable, pacing: Pacing): Admit {
  return (endpointId, what) =>
    untilSettled(pacing, async () => {
      const Key = lineKey(endpointId);
      const read = new GetCommand({ TableName, Key, ConsistentRead: true });
      const { Item = {} } = await orUnavailable(() => client.send(read));
      const before = Item[what] as readonly number[] | undefined;
      const now = pacing.clock.now();
      const recent = (before ?? []).filter((time) => time > now - minuteMs);
      const [oldest = now] = recent;
      if (recent.length >= mostInMinute[what]) return oldest + minuteMs - now;
      const write = new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #times = :after, #ttl = :ttl',
        ConditionExpression: before === undefined ? 'attribute_not_exists(#times)' : '#times = :before',
        ExpressionAttributeNames: { '#times': what, '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':after': [...recent, now],
          ':ttl': ttlAt(now + keptMs),
          ...(before === undefined ? {} : { ':before': before }),
        },
      });
      return (await unlessRefused(() => client.send(write))) ? 0 : undefined;
    });
}
