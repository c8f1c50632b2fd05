import type { ApiKeyId } from '../contract/brands.ts';
import { apiKeySortKey, registryPartitions } from '../contract/tables.ts';
import type { GatewayStage } from '../contract/protected-api.ts';
import { hashName } from '../domain/keys/name.ts';

/** Primary keys of the Registry table, one builder an item kind. */
export interface RegistryKey {
  readonly [attribute: string]: string;
  readonly pk: string;
  readonly sk: string;
}

const {
  apiKey,
  name: nameOf,
  user,
  role,
  firstAnswer,
  protectedApi,
  stage: stageOf,
  webhook,
} = registryPartitions;

export const apiKeyKey = (id: ApiKeyId): RegistryKey => ({ pk: `${apiKey}${id}`, sk: apiKeySortKey });
export const nameGuardKey = (name: string): RegistryKey => ({ pk: `${nameOf}${hashName(name)}`, sk: 'NAME' });
export const userKey = (userId: string): RegistryKey => ({ pk: `${user}${userId}`, sk: 'USER' });
export const userPointerKey = (userId: string, apiKeyId: ApiKeyId): RegistryKey => ({
  pk: `${user}${userId}`,
  sk: `KEY#${apiKeyId}`,
});
export const roleKey = (name: string): RegistryKey => ({ pk: `${role}${name}`, sk: 'ROLE' });

export const protectedApiKey = (name: string): RegistryKey => ({ pk: `${protectedApi}${name}`, sk: 'API' });
export const stageGuardKey = ({ accountId, apiId, stage }: GatewayStage): RegistryKey => ({
  pk: `${stageOf}${accountId}/${apiId}/${stage}`,
  sk: 'STAGE',
});

export const webhookKey = (id: string): RegistryKey => ({ pk: `${webhook}${id}`, sk: 'WEBHOOK' });

export const firstAnswerKey = (attemptId: string): RegistryKey => ({
  pk: `${firstAnswer}${attemptId}`,
  sk: 'IDEM',
});

/** Twelve digits keep the order of numbers in the order of strings. */
export const paddedSequence = (sequence: number): string => String(sequence).padStart(12, '0');
export const auditEventSortKey = (sequence: number): string => `AUDIT#${paddedSequence(sequence)}`;

/** Values of the `collection` attribute: what the listing indexes group by. */
export const collections = {
  apiKeys: 'KEYS',
  users: 'USERS',
  roles: 'ROLES',
  apis: 'APIS',
  auditEventsOn: (day: string): string => `AUDIT#${day}`,
} as const;

/** `owner` of a target's events; no user has it, since no userId contains `#`. */
export const auditOwner = (targetId: string): string => `AUDIT#${targetId}`;
