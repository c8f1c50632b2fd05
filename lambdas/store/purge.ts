import type { ApiKeyId } from '../contract/brands.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import { type AuditEvent, type ChainHead, headOf } from '../domain/audit/audit.ts';
import { isLastEvent } from '../domain/keys/lifecycle.ts';
import type { Clock } from '../domain/ports.ts';
import { releaseName, removeBelongings } from './api-key-belongings.ts';
import { fromItem } from './api-key-item.ts';
import type { OneOrMore } from './api-keys.ts';
import { eventIn, putEvent } from './audit-events.ts';
import type { Tables } from './client.ts';
import { both, isPastTtl, pastTtl, versionIs } from './conditions.ts';
import { getItem } from './get-item.ts';
import { uncountKeys } from './key-count.ts';
import { apiKeyKey, auditEventSortKey, nameGuardKey, userKey, userPointerKey } from './keys.ts';
import { commit, type Outcome, type Write } from './transaction.ts';
import { remove } from './writes.ts';

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
  readGone(id: ApiKeyId): Promise<Remains | null>;
  /** Of a key whose record DynamoDB has removed; null where it has been purged, or had been deleted. */
  readRemains(removed: ApiKey): Promise<Remains | null>;
  /**
   * Removes remains of one user's keys, and adds their events: `maxKeysPerRemoval` at most, in one transaction.
   * Refused where they are no longer what was read.
   */
  purge(purges: OneOrMore<Purge>): Promise<Outcome<PurgeCondition>>;
}

export function createPurgeStore(
  tables: Tables,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
  now: Clock['now'],
): PurgeStore {
  /** Null where the last event says that the key has ended. */
  async function readOpenEnd({ id, chain }: ApiKey): Promise<ChainHead | null> {
    for (let head = chain; ; ) {
      const item = await getItem(tables, { pk: apiKeyKey(id).pk, sk: auditEventSortKey(head.sequence + 1) });
      if (item === null) return head;
      const event = eventIn(item);
      if (isLastEvent(event)) return null;
      head = headOf(event);
    }
  }

  async function readRemains(key: ApiKey, hasRecord: boolean): Promise<Remains | null> {
    const [chain, guard, pointer, user] = await Promise.all([
      readOpenEnd(key),
      getItem(tables, nameGuardKey(key.name)),
      getItem(tables, userPointerKey(key.userId, key.id)),
      getItem(tables, userKey(key.userId)),
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
    const record = apiKeyKey(key.id);
    const guard = both(pastTtl(now()), versionIs(key.version));
    return [
      putEvent(tables, record.pk, event, auditRetentionDays),
      ...(hasRecord ? [remove('record', tables.registry, record, guard)] : []),
      ...(holdsName ? [releaseName(tables, key)] : []),
      ...removeBelongings(tables, key),
    ];
  }

  return {
    async readGone(id) {
      const item = await getItem(tables, apiKeyKey(id));
      return item === null || !isPastTtl(item, now()) ? null : readRemains(fromItem(item), true);
    },
    readRemains: (removed) => readRemains(removed, false),
    purge(purges) {
      const { userId } = purges[0].remains.key;
      const counted = purges.filter(({ remains }) => remains.isCounted).length;
      return commit<PurgeCondition>(tables, [
        ...purges.flatMap(writesOf),
        ...(counted === 0 ? [] : [uncountKeys(tables, userId, counted)]),
      ]);
    },
  };
}
