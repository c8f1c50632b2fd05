import type { ApiKeyType } from './api-key.ts';
import type { ApiKeyId, EpochSeconds, SecretHash } from './brands.ts';
import type { Enforcement, GatewayStage, UnauthenticatedStatus } from './protected-api.ts';

const credential = 'C#';
const userState = 'U#';
const roleDefinition = 'R#';
const limiter = 'L#';
const protectedApi = 'A#';

/** Beginnings of `pk` in Credentials, by what stands there: functions are granted the kinds that they need. */
export const credentialsPartitions = {
  credential,
  userState,
  roleDefinition,
  limiter,
  protectedApi,
} as const;

export const credentialKey = (secretHash: SecretHash): { pk: string } => ({
  pk: `${credential}${secretHash}`,
});
export const userStateKey = (userId: string): { pk: string } => ({ pk: `${userState}${userId}` });
export const roleDefinitionKey = (name: string): { pk: string } => ({ pk: `${roleDefinition}${name}` });
export const limiterKey = (apiKeyId: ApiKeyId): { pk: string } => ({ pk: `${limiter}${apiKeyId}` });
export const protectedApiItemKey = ({ accountId, apiId, stage }: GatewayStage): { pk: string } => ({
  pk: `${protectedApi}${accountId}/${apiId}/${stage}`,
});

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

/** What the gateway authorizer knows of a stage of a protected API. */
export interface ProtectedApiItem {
  readonly pk: string;
  readonly name: string;
  readonly enforcement: Enforcement;
  readonly people: boolean;
  readonly unauthenticated: UnauthenticatedStatus;
  readonly current: RouteSetText;
  /** Deployments of the API that carry its hash are still judged by it; null for none. */
  readonly previous: RouteSetText | null;
}

/** A route set as it is stored: maps of DynamoDB would make it half as large again, and slow to read. */
export interface RouteSetText {
  readonly hash: string;
  /** JSON array. */
  readonly routes: string;
}
