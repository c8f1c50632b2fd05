import type { EpochSeconds, SecretHash } from '../contract/brands.ts';
import { type CredentialItem, credentialKey } from '../contract/credential-items.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import { type Credential, credentialOf, goneAt, retiringCredentialOf } from '../domain/keys/credential.ts';
import { sortTexts } from '../domain/keys/api-key-listing.ts';
import { ttlAt } from '../domain/time.ts';
import { type ChainAttributes, fromChainAttributes, toChainAttributes } from './chain-head.ts';
import { collections } from './keys.ts';

/**
 * Attributes of an API key's record, without its primary key, and without `lastUsedAt`, which records from before have
 * and keep.
 */
export function toAttributes(key: ApiKey, retentionDays: number): Record<string, unknown> {
  const { chain, lastUsedAt: _, ...fields } = key;
  const sort = sortTexts(key);
  return {
    ...fields,
    collection: collections.apiKeys,
    collectionSort: sort.createdAt,
    nameSort: sort.name,
    expirySort: sort.expiresAt,
    owner: key.userId,
    ...toChainAttributes(chain),
    ttl: ttlOf(key, retentionDays),
  };
}

/** Reads a record back; the item was written by `toAttributes`. */
export function fromItem(item: Record<string, unknown>): ApiKey {
  const stored = item as unknown as ApiKey & ChainAttributes;
  return {
    id: stored.id,
    name: stored.name,
    description: stored.description,
    userId: stored.userId,
    type: stored.type,
    scopes: stored.scopes,
    accessRights: stored.accessRights,
    rateLimitTier: stored.rateLimitTier,
    allowedIps: stored.allowedIps,
    metadata: stored.metadata,
    expiresAt: stored.expiresAt,
    pausedBy: stored.pausedBy,
    keyPrefix: stored.keyPrefix,
    secretHash: stored.secretHash,
    createdBy: stored.createdBy,
    createdVia: stored.createdVia,
    createdAt: stored.createdAt,
    updatedAt: stored.updatedAt,
    lastUsedAt: stored.lastUsedAt ?? null,
    lastRotatedAt: stored.lastRotatedAt,
    rotationEndsAt: stored.rotationEndsAt,
    retiringHash: stored.retiringHash,
    retiringPrefix: stored.retiringPrefix ?? null,
    version: stored.version,
    chain: fromChainAttributes(stored),
  };
}

/** What the authorizer sees of a key. */
export function toCredentialItem(key: ApiKey, retentionDays: number): CredentialItem {
  return itemOf(key.secretHash, credentialOf(key, retentionDays));
}

/** The retiring secret of a key; null where none is left. */
export function toRetiringItem(key: ApiKey, retentionDays: number): CredentialItem | null {
  const retiring = retiringCredentialOf(key, retentionDays);
  return retiring === null || key.retiringHash === null ? null : itemOf(key.retiringHash, retiring);
}

function itemOf(secretHash: SecretHash, { goneAt: end, ...credential }: Credential): CredentialItem {
  return { ...credentialKey(secretHash), ...credential, ...(end === null ? {} : { ttl: ttlAt(end) }) };
}

/** From when on DynamoDB may remove what belongs to the key; undefined for a key without expiry. */
export function ttlOf(key: Pick<ApiKey, 'expiresAt'>, retentionDays: number): EpochSeconds | undefined {
  const gone = goneAt(key.expiresAt, retentionDays);
  return gone === null ? undefined : ttlAt(gone);
}
