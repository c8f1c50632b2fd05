import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { lastUseIndex, lastUseKey } from '../contract/last-use-item.ts';
import { type LastUse, noteIntervalMs, shardedDayOf } from '../domain/usage/last-use.ts';
import type { UsageTable } from './client.ts';
import { both, type Guard, present } from './conditions.ts';
import { type LastUseItem, secretAttribute, secretsIn } from './last-use-item.ts';
import { orUnavailable } from './unavailable.ts';

/** Notes when a secret was presented last. */
export type NoteUse = (use: LastUse) => Promise<void>;

/** Secrets that a container remembers. */
const maxRemembered = 10_000;
/**
 * Secrets that an item has at most, and how many are kept when it has more: it stays small however often its key is
 * rotated. Of the secrets that no longer work at most one can have been used after the older of the two that do.
 */
const secrets = { most: 12, kept: 4 } as const;

/** An update, as DynamoDB's commands have it, beside table and key. */
interface Change extends Partial<Guard> {
  readonly UpdateExpression: string;
}

/**
 * No time ever goes back, nor does the day that the key is listed under. Where another container was there before, or
 * the key has ended, nothing is written, and that is no failure.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export function createUseNoter({ client, usage }: UsageTable): NoteUse {
  const notedMs = new Map<string, number>();

  /** The item as it is afterwards: changed, or as it stood against the change. */
  async function change(use: LastUse, { UpdateExpression, ...guard }: Change) {
    const command = new UpdateCommand({
      TableName: usage,
      Key: lastUseKey(use.apiKeyId),
      UpdateExpression,
      ...guard,
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    try {
      const { Attributes: item = {} } = await orUnavailable(() => client.send(command));
      return { isChanged: true, item };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The document client does not translate what an error carries.
      return { isChanged: false, item: unmarshall(error.Item ?? {}) as LastUseItem };
    }
  }

  /** What is noted of the secret afterwards; nothing is, where the key has ended. */
  async function note(use: LastUse): Promise<unknown> {
    let { isChanged, item } = await change(use, withDay(use));
    // Another of the key's secrets was used on a later day, and that is what the key stays listed under.
    if (!isChanged && String(item[lastUseIndex.partitionKey] ?? '') > shardedDayOf(use)) {
      ({ isChanged, item } = await change(use, withoutDay(use)));
    }
    const former = secretsIn(item).length > secrets.most ? secretsIn(item).slice(secrets.kept) : [];
    if (isChanged && former.length > 0) await change(use, removal(former.map(([attribute]) => attribute)));
    return item[secretAttribute(use.keyPrefix)];
  }

  return async (use) => {
    const name = `${use.apiKeyId}#${use.keyPrefix}`;
    const noted = notedMs.get(name);
    if (noted !== undefined && use.usedAtMs - noted < noteIntervalMs) return;
    const stands = await note(use);
    notedMs.delete(name);
    notedMs.set(name, typeof stands === 'number' ? stands : use.usedAtMs);
    const [oldest] = notedMs.keys();
    if (notedMs.size > maxRemembered && oldest !== undefined) notedMs.delete(oldest);
  };
}

/** Where the secret was not used within the minute before. What is left of a key that has ended has a ttl. */
function withoutDay({ keyPrefix, usedAtMs }: LastUse): Change & Guard {
  return {
    UpdateExpression: 'SET #secret = :usedAt',
    ConditionExpression:
      'attribute_not_exists(#ttl) AND (attribute_not_exists(#secret) OR #secret <= :before)',
    ExpressionAttributeNames: { '#secret': secretAttribute(keyPrefix), '#ttl': 'ttl' },
    ExpressionAttributeValues: { ':usedAt': usedAtMs, ':before': usedAtMs - noteIntervalMs },
  };
}

/** The same, and the key is listed under the day of the use, where it is not under a later one. */
function withDay(use: LastUse): Change {
  const { UpdateExpression, ...guard } = withoutDay(use);
  const notLater = {
    ConditionExpression: 'attribute_not_exists(#usedOn) OR #usedOn <= :usedOn',
    ExpressionAttributeNames: { '#usedOn': lastUseIndex.partitionKey },
    ExpressionAttributeValues: { ':usedOn': shardedDayOf(use) },
  };
  return { UpdateExpression: `${UpdateExpression}, #usedOn = :usedOn`, ...both(guard, notLater) };
}

function removal(attributes: readonly string[]): Change {
  const names = attributes.map((attribute, at) => [`#former${at}`, attribute] as const);
  return {
    UpdateExpression: `REMOVE ${names.map(([name]) => name).join(', ')}`,
    ...present,
    ExpressionAttributeNames: Object.fromEntries(names),
  };
}
