import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { DeploymentSettings } from '../contract/settings.ts';
import { type AuditEvent, headOf } from '../domain/audit/audit.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import type { Clock } from '../domain/ports.ts';
import type { DueNotice } from '../domain/webhooks/notices.ts';
import { putEvent } from './audit-events.ts';
import type { ItemKey } from './batch-get.ts';
import { toChainAttributes } from './chain-head.ts';
import type { OutboxTable, RegistryTable } from './client.ts';
import { atVersion, both, chainEndsAt } from './conditions.ts';
import { fromNoticeItem, isNotice, noticeKey, type StoredNotice } from './due-notices.ts';
import { apiKeyKey } from './keys.ts';
import { commit, type Outcome } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { unlessRefused } from './unless-refused.ts';
import { remove, update } from './writes.ts';

/** What a condition of a notice's transaction protects; the reason why it was refused. */
export type NoticeCondition = 'record' | 'audit event' | 'notice';

/** Notices of keys that are due, and what becomes of them. */
export interface NoticeStore {
  /** Strongly consistent; null for one that was given, or is void. */
  read(key: ItemKey): Promise<StoredNotice | null>;
  /**
   * Adds the event of a notice to its key, which must be as it was read, and ends the notice: both or nothing. Of the key
   * it moves the chain's head alone.
   */
  give(key: ApiKey, notice: DueNotice, event: AuditEvent): Promise<Outcome<NoticeCondition>>;
  /** Ends a notice without an event, unless another has taken its place. */
  drop(stored: StoredNotice): Promise<void>;
}

export function createNoticeStore(
  tables: RegistryTable & OutboxTable,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
  now: Clock['now'],
): NoticeStore {
  const { client, registry, outbox } = tables;
  return {
    async read({ pk, sk }) {
      const command = new GetCommand({ TableName: outbox, Key: { pk, sk }, ConsistentRead: true });
      const { Item } = await orUnavailable(() => client.send(command));
      return Item === undefined ? null : fromNoticeItem(Item);
    },

    give(key, notice, event) {
      const record = apiKeyKey(key.id);
      const guard = both(atVersion(key.version, now()), chainEndsAt(key.chain));
      return commit<NoticeCondition>(tables, [
        update('record', registry, record, { ...toChainAttributes(headOf(event)) }, guard),
        putEvent(tables, record.pk, event, auditRetentionDays),
        remove('notice', outbox, noticeKey(key.id, notice.slot), isNotice(notice)),
      ]);
    },

    async drop({ apiKeyId, notice }) {
      const Key = noticeKey(apiKeyId, notice.slot);
      const command = new DeleteCommand({ TableName: outbox, Key, ...isNotice(notice) });
      await unlessRefused(() => client.send(command));
    },
  };
}
