import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { credentialKey, limiterKey } from '../contract/credential-items.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import type { AuditEvent } from '../domain/audit/audit.ts';
import type { FirstAnswer } from '../domain/keys/idempotency.ts';
import type { Transition } from '../domain/keys/lifecycle.ts';
import { foldName } from '../domain/keys/name.ts';
import type { Clock } from '../domain/ports.ts';
import { toAttributes, toCredentialItem, toRetiringItem, ttlOf } from './api-key-item.ts';
import { type ApiKeyReader, createApiKeyReader } from './api-key-reader.ts';
import { putEvent } from './audit-events.ts';
import type { Tables } from './client.ts';
import { absent, atVersion, freeFor, heldBy } from './conditions.ts';
import { putFirstAnswer } from './first-answers.ts';
import { apiKeyKey, nameGuardKey, userKey, userPointerKey } from './keys.ts';
import { commit, type Outcome, type Write } from './transaction.ts';
import { orUnavailable } from './unavailable.ts';
import { guardedUpdate } from './update-expression.ts';

/** What a condition of a key's transaction protects; the reason why it was refused. */
export type ApiKeyCondition = 'record' | 'name' | 'user' | 'credential' | 'audit event' | 'first answer';

/** Retention and bounds that the records carry. */
export type RecordSettings = Pick<
  DeploymentSettings,
  'retentionDays' | 'auditRetentionDays' | 'maxKeysPerUser'
>;

/** A key, and the event that says that it is deleted. */
export interface Removal {
  readonly key: ApiKey;
  readonly event: AuditEvent;
}

/** A transaction holds 100 writes (DynamoDB quota); a removal takes seven at most, and one counts them. */
export const maxKeysPerRemoval = 14;

/** The API keys of the registry. Every change is one transaction with its audit event inside. */
export interface ApiKeyStore extends ApiKeyReader {
  /** @param answer stored as well, where the caller has named the attempt; refused where one is stored already */
  create(transition: Transition, answer?: FirstAnswer | null): Promise<Outcome<ApiKeyCondition>>;
  /**
   * Replaces `before`, which must still be the stored version.
   *
   * @param answer as for `create`
   */
  update(before: ApiKey, after: Transition, answer?: FirstAnswer | null): Promise<Outcome<ApiKeyCondition>>;
  /**
   * Removes keys of one user, which must still be the stored versions, and all that belongs to them but their
   * events: `maxKeysPerRemoval` at most.
   */
  remove(removals: readonly Removal[]): Promise<Outcome<ApiKeyCondition>>;
  /** Ids of a user's keys, strongly consistent. */
  idsOfUser(userId: string): Promise<string[]>;
}

export function createApiKeyStore(tables: Tables, settings: RecordSettings, now: Clock['now']): ApiKeyStore {
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
  const removalOf = ({ key, event }: Removal): Write<ApiKeyCondition>[] => [
    {
      protects: 'record',
      item: { Delete: { TableName: registry, Key: apiKeyKey(key.id), ...atVersion(key.version, now()) } },
    },
    deleteGuard(key),
    deleteCredential(key.secretHash),
    ...(key.retiringHash === null ? [] : [deleteCredential(key.retiringHash)]),
    { protects: 'record', item: { Delete: { TableName: credentials, Key: limiterKey(key.id) } } },
    {
      protects: 'record',
      item: { Delete: { TableName: registry, Key: userPointerKey(key.userId, key.id) } },
    },
    eventOf(key.id, event),
  ];
  const deleteCredential = (secretHash: string): Write<'credential'> => ({
    protects: 'credential',
    item: { Delete: { TableName: credentials, Key: credentialKey(secretHash) } },
  });
  /** Of the secrets that the key had before, the retiring one is kept, and every other goes at once. */
  const retiringWrites = (before: ApiKey, key: ApiKey): Write<'credential'>[] => {
    const dropped = [before.secretHash, before.retiringHash].filter(
      (hash) => hash !== null && hash !== key.secretHash && hash !== key.retiringHash,
    );
    const Item = toRetiringItem(key, retentionDays);
    return [
      ...dropped.map((hash) => deleteCredential(hash ?? '')),
      ...(Item === null
        ? []
        : [
            {
              protects: 'credential' as const,
              item: { Put: { TableName: credentials, Item, ...heldBy(key.id) } },
            },
          ]),
    ];
  };
  const eventOf = (id: string, event: AuditEvent) =>
    putEvent(tables, apiKeyKey(id).pk, event, auditRetentionDays);
  const writesOf = (answer: FirstAnswer | null) =>
    answer === null ? [] : [putFirstAnswer(tables, answer, now())];

  return {
    ...createApiKeyReader(tables, now),

    create: ({ key, event }, answer = null) =>
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
        ...writesOf(answer),
      ]),

    update(before, { key, event }, answer = null) {
      const guard = atVersion(before.version, now());
      const isRenamed = foldName(before.name) !== foldName(key.name);
      return commit<ApiKeyCondition>(tables, [
        {
          protects: 'record',
          item: {
            Update: guardedUpdate(registry, apiKeyKey(key.id), toAttributes(key, retentionDays), guard),
          },
        },
        putGuard(key),
        ...(isRenamed ? [deleteGuard(before)] : []),
        putCredential(key, heldBy(key.id)),
        ...retiringWrites(before, key),
        eventOf(key.id, event),
        ...writesOf(answer),
      ]);
    },

    remove(removals) {
      const [userId] = removals.map(({ key }) => key.userId);
      return commit<ApiKeyCondition>(tables, [
        ...removals.flatMap(removalOf),
        {
          protects: 'user',
          item: {
            Update: {
              TableName: registry,
              Key: userKey(userId ?? ''),
              UpdateExpression: 'ADD keyCount :less',
              ConditionExpression: 'keyCount >= :count',
              ExpressionAttributeValues: { ':less': -removals.length, ':count': removals.length },
            },
          },
        },
      ]);
    },

    async idsOfUser(userId) {
      const pages = paginateQuery(
        { client: tables.client },
        {
          TableName: registry,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :keys)',
          ExpressionAttributeValues: { ':pk': userKey(userId).pk, ':keys': 'KEY#' },
          ConsistentRead: true,
        },
      );
      const found = await orUnavailable(() => Array.fromAsync(pages));
      return found.flatMap(({ Items = [] }) => Items.map((item) => String(item['apiKeyId'])));
    },
  };
}
