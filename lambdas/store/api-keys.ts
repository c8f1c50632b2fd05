import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { ApiKeyId } from '../contract/brands.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import type { AuditEvent } from '../domain/audit/audit.ts';
import type { FirstAnswer } from '../domain/keys/idempotency.ts';
import type { Transition } from '../domain/keys/lifecycle.ts';
import { foldName } from '../domain/keys/name.ts';
import { readNoticeSpans } from '../domain/webhooks/notice-spans.ts';
import { planNotices } from '../domain/webhooks/notices.ts';
import type { Clock } from '../domain/ports.ts';
import {
  holdName,
  putCredential,
  releaseName,
  removeBelongings,
  retireSecrets,
} from './api-key-belongings.ts';
import { toAttributes } from './api-key-item.ts';
import { type ApiKeyReader, createApiKeyReader } from './api-key-reader.ts';
import { putEvent } from './audit-events.ts';
import type { OutboxTable, Tables } from './client.ts';
import { absent, atVersion, heldBy, isPastTtl } from './conditions.ts';
import { putNotices } from './due-notices.ts';
import { putFirstAnswer } from './first-answers.ts';
import { getItem } from './get-item.ts';
import { countKey, uncountKeys } from './key-count.ts';
import { apiKeyKey, nameGuardKey, userKey, userPointerKey } from './keys.ts';
import { commit, type Outcome } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { put, remove, update } from './writes.ts';

/** What a condition of a key's transaction protects; the reason why it was refused. */
export type ApiKeyCondition = 'record' | 'name' | 'user' | 'credential' | 'audit event' | 'first answer';

/** Retention and bounds that the records carry. */
export type RecordSettings = Pick<
  DeploymentSettings,
  'retentionDays' | 'auditRetentionDays' | 'maxKeysPerUser' | 'notices'
>;

/** A key, and the event that says that it is deleted. */
export interface Removal {
  readonly key: ApiKey;
  readonly event: AuditEvent;
}

export type OneOrMore<T> = readonly [T, ...T[]];

/**
 * A transaction holds 100 writes (DynamoDB quota); a removal takes seven at most, and one counts them. The notices of a key
 * that is gone are void, and need no write.
 */
export const maxKeysPerRemoval = 14;

/** The API keys of the registry. Every change is one transaction with its audit event and the notices that it makes due. */
export interface ApiKeyStore extends ApiKeyReader {
  /** @param answer stored as well, where the caller has named the attempt; refused where one is stored already */
  create(transition: Transition, answer?: FirstAnswer | null): Promise<Outcome<ApiKeyCondition>>;
  /**
   * Replaces `before`, which must still be the stored version.
   *
   * @param answer as for `create`
   */
  update(before: ApiKey, after: Transition, answer?: FirstAnswer | null): Promise<Outcome<ApiKeyCondition>>;
  /** Removes `maxKeysPerRemoval` keys of one user at most, as they were read; their events stay. */
  remove(removals: OneOrMore<Removal>): Promise<Outcome<ApiKeyCondition>>;
  /** Whether another key than this one holds a name, strongly consistent; null is a key that is not there yet. */
  isNameTaken(name: string, id: ApiKeyId | null): Promise<boolean>;
  /** Ids of a user's keys, strongly consistent. */
  idsOfUser(userId: string): Promise<ApiKeyId[]>;
}

export function createApiKeyStore(
  tables: Tables & OutboxTable,
  { retentionDays, auditRetentionDays, maxKeysPerUser, notices }: RecordSettings,
  now: Clock['now'],
): ApiKeyStore {
  const { client, registry } = tables;
  const spans = readNoticeSpans(notices);
  const noticesOf = (before: ApiKey | null, key: ApiKey) =>
    putNotices(tables, key.id, planNotices(before, key, spans, key.updatedAt));
  const eventOf = (id: ApiKeyId, event: AuditEvent) =>
    putEvent(tables, apiKeyKey(id).pk, event, auditRetentionDays);
  const writesOf = (answer: FirstAnswer | null) =>
    answer === null ? [] : [putFirstAnswer(tables, answer, now())];

  return {
    ...createApiKeyReader(tables, now),

    create({ key, event }, answer = null) {
      const record = { ...apiKeyKey(key.id), ...toAttributes(key, retentionDays) };
      const pointer = { ...userPointerKey(key.userId, key.id), apiKeyId: key.id };
      return commit<ApiKeyCondition>(tables, [
        holdName(tables, key, retentionDays, now()),
        countKey(tables, key, maxKeysPerUser),
        put('record', registry, record, absent),
        putCredential(tables, key, retentionDays, absent),
        put('record', registry, pointer),
        eventOf(key.id, event),
        ...noticesOf(null, key),
        ...writesOf(answer),
      ]);
    },

    update(before, { key, event }, answer = null) {
      const guard = atVersion(before.version, now());
      const isRenamed = foldName(before.name) !== foldName(key.name);
      return commit<ApiKeyCondition>(tables, [
        update('record', registry, apiKeyKey(key.id), toAttributes(key, retentionDays), guard),
        holdName(tables, key, retentionDays, now()),
        ...(isRenamed ? [releaseName(tables, before)] : []),
        putCredential(tables, key, retentionDays, heldBy(key.id)),
        ...retireSecrets(tables, before, key, retentionDays),
        eventOf(key.id, event),
        ...noticesOf(before, key),
        ...writesOf(answer),
      ]);
    },

    remove: (removals) =>
      commit<ApiKeyCondition>(tables, [
        ...removals.flatMap(({ key, event }) => [
          remove('record', registry, apiKeyKey(key.id), atVersion(key.version, now())),
          releaseName(tables, key),
          ...removeBelongings(tables, key),
          eventOf(key.id, event),
        ]),
        uncountKeys(tables, removals[0].key.userId, removals.length),
      ]),

    async isNameTaken(name, id) {
      const guard = await getItem(tables, nameGuardKey(name));
      return guard !== null && guard['apiKeyId'] !== id && !isPastTtl(guard, now());
    },

    async idsOfUser(userId) {
      const pages = paginateQuery(
        { client },
        {
          TableName: registry,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :keys)',
          ExpressionAttributeValues: { ':pk': userKey(userId).pk, ':keys': 'KEY#' },
          ConsistentRead: true,
        },
      );
      const found = await orUnavailable(() => Array.fromAsync(pages));
      return found.flatMap(({ Items = [] }) => Items.map((item) => item['apiKeyId'] as ApiKeyId));
    },
  };
}
