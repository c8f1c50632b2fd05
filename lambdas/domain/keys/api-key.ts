import type { ApiKeyType } from '../../contract/api-key.ts';
import type { ApiKeyId, SecretHash } from '../../contract/brands.ts';
import type { AccessRights } from '../permissions/access-rights.ts';
import type { Audited } from '../audit/transition.ts';

/** What the owner or a manager can set on a key. Times are milliseconds since the epoch. */
export interface ApiKeyFields {
  readonly name: string;
  readonly description: string;
  readonly type: ApiKeyType;
  readonly scopes: readonly string[] | null;
  readonly accessRights: AccessRights | null;
  readonly rateLimitTier: string;
  readonly allowedIps: readonly string[] | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly expiresAt: number | null;
  /** Who paused the key: null for an active one. */
  readonly pausedBy: string | null;
}

/** The record of one API key, as the registry holds it. */
export interface ApiKey extends ApiKeyFields, Audited {
  readonly id: ApiKeyId;
  readonly userId: string;
  readonly keyPrefix: string;
  /** Of the current secret. */
  readonly secretHash: SecretHash;
  /** Of the secret before it, which works until `rotationEndsAt`; null where none does. */
  readonly retiringHash: SecretHash | null;
  /** Its first characters; null where none does, or a former version has begun the rotation. */
  readonly retiringPrefix: string | null;
  readonly createdBy: string;
  /** The key that minted this one, null where a person did. */
  readonly createdVia: ApiKeyId | null;
  readonly createdAt: number;
  /** As far as the record tells: earlier versions noted it there. The Usage table has what was noted since. */
  readonly lastUsedAt: number | null;
  readonly lastRotatedAt: number | null;
  readonly rotationEndsAt: number | null;
}

export const apiKeyStatuses = ['active', 'paused', 'expired'] as const;

export type ApiKeyStatus = (typeof apiKeyStatuses)[number];

/** The status without regard to the clock. */
export function storedStatusOf({ pausedBy }: Pick<ApiKey, 'pausedBy'>): 'active' | 'paused' {
  return pausedBy === null ? 'active' : 'paused';
}

/** Expiry is read from the clock, never stored; a key that is paused and expired shows as expired. */
export function statusOf(key: Pick<ApiKey, 'expiresAt' | 'pausedBy'>, now: number): ApiKeyStatus {
  if (key.expiresAt !== null && now >= key.expiresAt) return 'expired';
  return storedStatusOf(key);
}
