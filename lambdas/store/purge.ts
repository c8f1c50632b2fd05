import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { credentialKey, limiterKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import { type AuditEvent, type ChainHead, headOf } from '../domain/audit/audit.ts';
import { isLastEvent } from '../domain/keys/lifecycle.ts';
import { epochSeconds } from '../domain/time.ts';
import type { Clock } from '../domain/ports.ts';
import { fromItem } from './api-key-item.ts';
import { putEvent } from './audit-events.ts';
import type { Tables } from './client.ts';
import { type Guard, heldBy, isPastTtl } from './conditions.ts';
import {
  apiKeyKey,
  auditEventSortKey,
  nameGuardKey,
  type RegistryKey,
  userKey,
  userPointerKey,
} from './keys.ts';
import { commit, type Outcome, type TransactItem, type Write } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';

/** What a condition of a purge protects; the reason why it was refused. */
export type PurgeCondition = 'record' | 'name' | 'user' | 'audit event';

/** What a key that is past its ttl has left behind. */
export interface Remains {
  /** The key as its record last was, linked to the end of its chain. */
  readonly key: ApiKey;
  /** DynamoDB has yet to remove the record. */
  readonly hasRecord: boolean;
  /** Nobody has taken the name over. */
  readonly holdsName: boolean;
  /** The user's `keyCount` contains the key. */
  readonly isCounted: boolean;
}

/** Remains, and the event that says that they are removed. */
export interface Purge {
  readonly remains: Remains;
  readonly event: AuditEvent;
}

/** Keys past their ttl, whose records DynamoDB removes some day, and the record only. */
export interface PurgeStore {
  /** Of a key whose record is still there; null where it is not, is not past its ttl, or has been purged. */
  readGone(id: string): Promise<Remains | null>;
  /** Of a key whose record DynamoDB has removed; null where it has been purged, or had been deleted. */
  readRemains(removed: ApiKey): Promise<Remains | null>;
  /**
   * Removes remains of one user's keys, and adds their events: `maxKeysPerRemoval` at most, in one transaction.
   * Refused where they are no longer what was read.
   */
  purge(purges: readonly Purge[]): Promise<Outcome<PurgeCondition>>;
}

export function createPurgeStore(
  tables: Tables,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
  now: Clock['now'],
): PurgeStore {
  const { client, registry, credentials } = tables;

  async function read(Key: RegistryKey): Promise<Record<string, unknown> | null> {
    const { Item } = await orUnavailable(() =>
      client.send(new GetCommand({ TableName: registry, Key, ConsistentRead: true })),
    );
    return Item ?? null;
  }

  /** Null where the last event says that the key has ended. */
  async function readOpenEnd({ id, chain }: ApiKey): Promise<ChainHead | null> {
    for (let head = chain; ; ) {
      const item = await read({ pk: apiKeyKey(id).pk, sk: auditEventSortKey(head.sequence + 1) });
      if (item === null) return head;
      const event = item['event'] as AuditEvent;
      if (isLastEvent(event)) return null;
      head = headOf(event);
    }
  }

  async function readRemains(key: ApiKey, hasRecord: boolean): Promise<Remains | null> {
    const [chain, guard, pointer, user] = await Promise.all([
      readOpenEnd(key),
      read(nameGuardKey(key.name)),
      read(userPointerKey(key.userId, key.id)),
      read(userKey(key.userId)),
    ]);
    if (chain === null) return null;
    return {
      key: { ...key, chain },
      hasRecord,
      holdsName: guard?.['apiKeyId'] === key.id,
      isCounted: pointer !== null && Number(user?.['keyCount'] ?? 0) > 0,
    };
  }

  /** The event comes first: whoever adds it, once for each key, also removes the rest. */
  function writesOf({ remains: { key, hasRecord, holdsName }, event }: Purge): Write<PurgeCondition>[] {
    const recordKey = apiKeyKey(key.id);
    const hashes = [key.secretHash, key.retiringHash].filter((hash) => hash !== null);
    const record = { TableName: registry, Key: recordKey, ...goneAtVersion(key.version, now()) };
    const guard = { TableName: registry, Key: nameGuardKey(key.name), ...heldBy(key.id) };
    const others: TransactItem[] = [
      { Delete: { TableName: registry, Key: userPointerKey(key.userId, key.id) } },
      { Delete: { TableName: credentials, Key: limiterKey(key.id) } },
      ...hashes.map((hash) => ({ Delete: { TableName: credentials, Key: credentialKey(hash) } })),
    ];
    return [
      putEvent(tables, recordKey.pk, event, auditRetentionDays),
      ...(hasRecord ? [{ protects: 'record' as const, item: { Delete: record } }] : []),
      ...(holdsName ? [{ protects: 'name' as const, item: { Delete: guard } }] : []),
      ...others.map((item) => ({ protects: 'record' as const, item })),
    ];
  }

  function uncount(counted: readonly ApiKey[]): Write<'user'>[] {
    const [first] = counted;
    if (first === undefined) return [];
    const Update = {
      TableName: registry,
      Key: userKey(first.userId),
      UpdateExpression: 'ADD keyCount :less',
      ConditionExpression: 'keyCount >= :count',
      ExpressionAttributeValues: { ':less': -counted.length, ':count': counted.length },
    };
    return [{ protects: 'user', item: { Update } }];
  }

  return {
    async readGone(id) {
      const item = await read(apiKeyKey(id));
      return item === null || !isPastTtl(item, now()) ? null : readRemains(fromItem(item), true);
    },
    readRemains: (removed) => readRemains(removed, false),
    purge(purges) {
      const counted = purges.filter(({ remains }) => remains.isCounted).map(({ remains }) => remains.key);
      return commit<PurgeCondition>(tables, [...purges.flatMap(writesOf), ...uncount(counted)]);
    },
  };
}

/** The record is still there, past its ttl, and at the version that was read. */
function goneAtVersion(version: number, nowMs: number): Guard {
  return {
    ConditionExpression: 'attribute_exists(pk) AND #ttl <= :now AND #version = :version',
    ExpressionAttributeNames: { '#ttl': 'ttl', '#version': 'version' },
    ExpressionAttributeValues: { ':now': epochSeconds(nowMs), ':version': version },
  };
}
