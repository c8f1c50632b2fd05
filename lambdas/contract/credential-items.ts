import type { ApiKeyType } from './api-key.ts';

/**
 * Items of the Credentials table: what the management functions write and the authorizer reads. Times are
 * epoch milliseconds, but for `ttl`, which DynamoDB wants in seconds.
 */
export const credentialKey = (secretHash: string): { pk: string } => ({ pk: `C#${secretHash}` });
export const userStateKey = (userId: string): { pk: string } => ({ pk: `U#${userId}` });
export const roleDefinitionKey = (name: string): { pk: string } => ({ pk: `R#${name}` });
export const limiterKey = (apiKeyId: string): { pk: string } => ({ pk: `L#${apiKeyId}` });

/** Bytes that a credential may take, so that reading one stays one read unit (DynamoDB, 4 KB). */
export const maxCredentialBytes = 4_096;

export interface CredentialItem {
  readonly apiKeyId: string;
  readonly name: string;
  readonly userId: string;
  readonly type: ApiKeyType;
  readonly status: 'active' | 'paused';
  readonly scopes: readonly string[] | null;
  readonly accessRights: object | null;
  readonly allowedIps: readonly string[] | null;
  readonly rateLimitTier: string;
  readonly expiresAt: number | null;
  /** End of the grace period of a secret that a rotation replaced; null for the current secret. */
  readonly retiresAt: number | null;
  /** Absent on a key that never expires. */
  readonly ttl?: number;
}

export interface UserStateItem {
  readonly status: 'active' | 'disabled';
  readonly roles: readonly string[];
  readonly version: number;
}

/** How much of a key's rate limit is in use. */
export interface LimiterItem {
  /** The moment at which nothing is in use any more: nanoseconds since the epoch. */
  readonly tat: bigint | number;
  readonly ttl: number;
}

export interface RoleDefinitionItem {
  readonly scopes: readonly string[];
  readonly accessRights: object;
}
