import type { ApiKeyType } from './api-key.ts';
import type { ApiKeyId, EpochSeconds, SecretHash } from './brands.ts';

const credential = 'C#';
const userState = 'U#';
const roleDefinition = 'R#';
const limiter = 'L#';

/** Beginnings of `pk` in Credentials, by what stands there: functions are granted the kinds that they need. */
export const credentialsPartitions = { credential, userState, roleDefinition, limiter } as const;

export const credentialKey = (secretHash: SecretHash): { pk: string } => ({
  pk: `${credential}${secretHash}`,
});
export const userStateKey = (userId: string): { pk: string } => ({ pk: `${userState}${userId}` });
export const roleDefinitionKey = (name: string): { pk: string } => ({ pk: `${roleDefinition}${name}` });
export const limiterKey = (apiKeyId: ApiKeyId): { pk: string } => ({ pk: `${limiter}${apiKeyId}` });

/** Most bytes of a credential: reading 4 KB is one read unit of DynamoDB. */
export const maxCredentialBytes = 4_096;

/** Times are epoch milliseconds. */
export interface CredentialItem {
  readonly pk: string;
  readonly apiKeyId: ApiKeyId;
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
  readonly ttl?: EpochSeconds;
}

export interface UserStateItem {
  readonly pk: string;
  readonly status: 'active' | 'disabled';
  readonly roles: readonly string[];
  readonly version: number;
}

/** How much of a key's rate limit is in use. */
export interface LimiterItem {
  /** When nothing is in use any more: nanoseconds since the epoch. */
  readonly tat: bigint | number;
  readonly ttl: EpochSeconds;
}

export interface RoleDefinitionItem {
  readonly pk: string;
  readonly scopes: readonly string[];
  readonly accessRights: object;
}
