import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { lastUseIndex, lastUseKey } from '../contract/last-use-item.ts';
import type { NotedNeeds } from '../domain/usage/key-needs.ts';
import { type LastUse, noteIntervalMs, shardedDayOf } from '../domain/usage/last-use.ts';
import type { UsageTable } from './client.ts';
import { both, type Guard, present } from './conditions.ts';
import { type LastUseItem, needsIn, secretAttribute, secretsIn } from './last-use-item.ts';
import { type Change, lacks, needsChanges, withNeeds } from './needs-changes.ts';
import { orUnavailable } from './unavailable.ts';

/** Notes when a secret was presented last, and what was needed of it. */
export type NoteUse = (use: LastUse) => Promise<void>;

/** Secrets that a container remembers. */
const maxRemembered = 10_000;
/**
 * Secrets that an item has at most, and how many are kept when it has more: it stays small however often its key is
 * rotated. Of the secrets that no longer work at most one can have been used after the older of the two that do.
 */
const secrets = { most: 12, kept: 4 } as const;

/** What an environment knows to be noted of a secret. */
interface Known {
  readonly usedAtMs: number;
  /** Null of a key that has ended: nothing is noted of it any more. */
  readonly needs: NotedNeeds | null;
}

/**
 * No time ever goes back, nor does the day that the key is listed under. Where another container was there before, or
 * the key has ended, nothing is written, and that is no failure. What calls needed is written with the time, and at once
 * where it is new.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export function createUseNoter({ client, usage }: UsageTable): NoteUse {
  const remembered = new Map<string, Known>();

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

  /** Notes the time; the item as it is afterwards. */
  async function note(use: LastUse): Promise<LastUseItem> {
    let { isChanged, item } = await change(use, withNeeds(withDay(use), use));
    // Another of the key's secrets was used on a later day, and that is what the key stays listed under.
    if (!isChanged && String(item[lastUseIndex.partitionKey] ?? '') > shardedDayOf(use)) {
      ({ isChanged, item } = await change(use, withNeeds(withoutDay(use), use)));
    }
    const former = secretsIn(item).length > secrets.most ? secretsIn(item).slice(secrets.kept) : [];
    if (isChanged && former.length > 0) await change(use, removal(former.map(([attribute]) => attribute)));
    return item;
  }

  /** Notes what is not noted yet of what calls needed; what is noted afterwards. */
  async function noteNeeds(use: LastUse, noted: NotedNeeds): Promise<NotedNeeds> {
    let after = noted;
    for (const each of needsChanges(noted, use)) after = needsIn((await change(use, each)).item);
    return after;
  }

  /** Notes the time, and what is known of the secret then. */
  async function noteTime(use: LastUse): Promise<Known> {
    const item = await note(use);
    const stands = item[secretAttribute(use.keyPrefix)];
    return typeof stands === 'number'
      ? { usedAtMs: stands, needs: needsIn(item) }
      : { usedAtMs: use.usedAtMs, needs: null };
  }

  return async (use) => {
    const name = `${use.apiKeyId}#${use.keyPrefix}`;
    const known = remembered.get(name);
    const isDue = known === undefined || use.usedAtMs - known.usedAtMs >= noteIntervalMs;
    if (!isDue && !lacks(known.needs, use.needs)) return;
    const { usedAtMs, needs } = isDue
      ? await noteTime(known?.needs?.isFull ? withoutNeeds(use) : use)
      : known;
    remembered.delete(name);
    remembered.set(name, { usedAtMs, needs: needs === null ? null : await noteNeeds(use, needs) });
    const [oldest] = remembered.keys();
    if (remembered.size > maxRemembered && oldest !== undefined) remembered.delete(oldest);
  };
}

function withoutNeeds({ apiKeyId, keyPrefix, usedAtMs }: LastUse): LastUse {
  return { apiKeyId, keyPrefix, usedAtMs };
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
