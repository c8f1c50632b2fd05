import type { CredentialItem } from '../../contract/credential-items.ts';
import type { Restriction } from '../permissions/permissions.ts';
import { dayMs } from '../time.ts';
import { type ApiKey, storedStatusOf } from './api-key.ts';

/** The stored form of one secret, as the authorizer sees it. Times are milliseconds since the epoch. */
export interface Credential extends Omit<CredentialItem, 'pk' | 'ttl' | keyof Restriction>, Restriction {
  /** From then on the item counts as gone, whether or not DynamoDB has removed it yet; null for never. */
  readonly goneAt: number | null;
}

/** When the record of an expired key counts as gone; null for a key that never expires. */
export function goneAt(expiresAt: number | null, retentionDays: number): number | null {
  return expiresAt === null ? null : expiresAt + retentionDays * dayMs;
}

/** What the authorizer sees of the secret that a rotation replaced; null where none is left. */
export function retiringCredentialOf(key: ApiKey, retentionDays: number): Credential | null {
  if (key.retiringHash === null || key.rotationEndsAt === null) return null;
  const current = credentialOf(key, retentionDays);
  const retiresAt = key.rotationEndsAt;
  return { ...current, retiresAt, goneAt: Math.min(retiresAt, current.goneAt ?? retiresAt) };
}

/** What the authorizer sees of a key's current secret. */
export function credentialOf(key: ApiKey, retentionDays: number): Credential {
  return {
    apiKeyId: key.id,
    name: key.name,
    userId: key.userId,
    type: key.type,
    status: storedStatusOf(key),
    scopes: key.scopes,
    accessRights: key.accessRights,
    allowedIps: key.allowedIps,
    rateLimitTier: key.rateLimitTier,
    expiresAt: key.expiresAt,
    retiresAt: null,
    goneAt: goneAt(key.expiresAt, retentionDays),
  };
}
