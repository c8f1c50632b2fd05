import { credentialKey, limiterKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { ApiKey } from '../domain/api-key.ts';
import type { AuditEvent } from '../domain/audit.ts';
import type { Transition } from '../domain/lifecycle.ts';
import { foldName } from '../domain/name.ts';
import { toAttributes, toCredentialItem, ttlOf } from './api-key-item.ts';
import { type ApiKeyReader, createApiKeyReader } from './api-key-reader.ts';
import { putEvent } from './audit-events.ts';
import type { Tables } from './client.ts';
import { absent, atVersion, freeFor, heldBy } from './conditions.ts';
import { apiKeyKey, nameGuardKey, userKey, userPointerKey } from './keys.ts';
import { commit, type Outcome, type Write } from './transaction.ts';
import { setAll } from './update-expression.ts';

/** What a condition of a key's transaction protects; the reason why it was refused. */
export type ApiKeyCondition = 'record' | 'name' | 'user' | 'credential' | 'audit event';

/** Retention and bounds that the records carry. */
export type RecordSettings = Pick<
  DeploymentSettings,
  'retentionDays' | 'auditRetentionDays' | 'maxKeysPerUser'
>;

/** The API keys of the registry. Every change is one transaction with its audit event inside. */
export interface ApiKeyStore extends ApiKeyReader {
  create(transition: Transition): Promise<Outcome<ApiKeyCondition>>;
  /** Replaces `before`, which must still be the stored version. */
  update(before: ApiKey, after: Transition): Promise<Outcome<ApiKeyCondition>>;
  /** Removes the key, which must still be the stored version, and all that belongs to it but its events. */
  remove(key: ApiKey, event: AuditEvent): Promise<Outcome<ApiKeyCondition>>;
}

export function createApiKeyStore(tables: Tables, settings: RecordSettings, now: () => number): ApiKeyStore {
  const { registry, credentials } = tables;
  const { retentionDays, auditRetentionDays, maxKeysPerUser } = settings;

  const putGuard = (key: ApiKey): Write<'name'> => ({
    protects: 'name',
    item: {
      Put: {
        TableName: registry,
        Item: { ...nameGuardKey(key.name), apiKeyId: key.id, ttl: ttlOf(key, retentionDays) },
        ...freeFor(key.id, now()),
      },
    },
  });
  const deleteGuard = (key: ApiKey): Write<'name'> => ({
    protects: 'name',
    item: { Delete: { TableName: registry, Key: nameGuardKey(key.name), ...heldBy(key.id) } },
  });
  const putCredential = (key: ApiKey, condition: object): Write<'credential'> => ({
    protects: 'credential',
    item: { Put: { TableName: credentials, Item: toCredentialItem(key, retentionDays), ...condition } },
  });
  const eventOf = (id: string, event: AuditEvent) =>
    putEvent(tables, apiKeyKey(id).pk, event, auditRetentionDays);

  return {
    ...createApiKeyReader(tables, now),

    create: ({ key, event }) =>
      commit<ApiKeyCondition>(tables, [
        putGuard(key),
        {
          protects: 'user',
          item: {
            Update: {
              TableName: registry,
              Key: userKey(key.userId),
              UpdateExpression: 'ADD keyCount :one',
              ConditionExpression:
                'attribute_exists(pk) AND #status = :active AND size(#roles) > :zero AND keyCount < :max',
              ExpressionAttributeNames: { '#status': 'status', '#roles': 'roles' },
              ExpressionAttributeValues: {
                ':one': 1,
                ':zero': 0,
                ':active': 'active',
                ':max': maxKeysPerUser,
              },
            },
          },
        },
        {
          protects: 'record',
          item: {
            Put: {
              TableName: registry,
              Item: { ...apiKeyKey(key.id), ...toAttributes(key, retentionDays), lastUsedAt: null },
              ...absent,
            },
          },
        },
        putCredential(key, absent),
        {
          protects: 'record',
          item: {
            Put: { TableName: registry, Item: { ...userPointerKey(key.userId, key.id), apiKeyId: key.id } },
          },
        },
        eventOf(key.id, event),
      ]),

    update(before, { key, event }) {
      const { ExpressionAttributeNames, ExpressionAttributeValues, ...update } = setAll(
        toAttributes(key, retentionDays),
      );
      const guard = atVersion(before.version, now());
      const isRenamed = foldName(before.name) !== foldName(key.name);
      const isGuardChanged = isRenamed || before.expiresAt !== key.expiresAt;
      return commit<ApiKeyCondition>(tables, [
        {
          protects: 'record',
          item: {
            Update: {
              TableName: registry,
              Key: apiKeyKey(key.id),
              ...update,
              ConditionExpression: guard.ConditionExpression,
              ExpressionAttributeNames: { ...ExpressionAttributeNames, ...guard.ExpressionAttributeNames },
              ExpressionAttributeValues: { ...ExpressionAttributeValues, ...guard.ExpressionAttributeValues },
            },
          },
        },
        ...(isGuardChanged ? [putGuard(key)] : []),
        ...(isRenamed ? [deleteGuard(before)] : []),
        putCredential(key, heldBy(key.id)),
        eventOf(key.id, event),
      ]);
    },

    remove: (key, event) =>
      commit<ApiKeyCondition>(tables, [
        {
          protects: 'record',
          item: { Delete: { TableName: registry, Key: apiKeyKey(key.id), ...atVersion(key.version, now()) } },
        },
        deleteGuard(key),
        {
          protects: 'credential',
          item: { Delete: { TableName: credentials, Key: credentialKey(key.secretHash) } },
        },
        { protects: 'record', item: { Delete: { TableName: credentials, Key: limiterKey(key.id) } } },
        {
          protects: 'record',
          item: { Delete: { TableName: registry, Key: userPointerKey(key.userId, key.id) } },
        },
        {
          protects: 'user',
          item: {
            Update: {
              TableName: registry,
              Key: userKey(key.userId),
              UpdateExpression: 'ADD keyCount :less',
              ConditionExpression: 'keyCount > :zero',
              ExpressionAttributeValues: { ':less': -1, ':zero': 0 },
            },
          },
        },
        eventOf(key.id, event),
      ]),
  };
}
