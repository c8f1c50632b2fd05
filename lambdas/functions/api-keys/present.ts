import { type ApiKey, statusOf } from '../../domain/keys/api-key.ts';
import { etagOf } from '../../gateway/if-match.ts';

/** The public form of a key's record. */
export function presentApiKey(key: ApiKey, now: number): Record<string, unknown> {
  return {
    id: key.id,
    name: key.name,
    description: key.description,
    keyPrefix: key.keyPrefix,
    userId: key.userId,
    type: key.type,
    status: statusOf(key, now),
    scopes: key.scopes,
    accessRights: key.accessRights,
    rateLimitTier: key.rateLimitTier,
    allowedIps: key.allowedIps,
    metadata: key.metadata,
    createdBy: key.createdBy,
    createdVia: key.createdVia,
    createdAt: timestamp(key.createdAt),
    updatedAt: timestamp(key.updatedAt),
    expiresAt: timestamp(key.expiresAt),
    lastUsedAt: timestamp(key.lastUsedAt),
    lastRotatedAt: timestamp(key.lastRotatedAt),
    rotationEndsAt: timestamp(
      key.rotationEndsAt !== null && key.rotationEndsAt > now ? key.rotationEndsAt : null,
    ),
  };
}

export function versionHeaders(key: ApiKey): Record<string, string> {
  return { ETag: etagOf(key.version) };
}

function timestamp(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
