import type * as z from 'zod';
import { type ApiKey, statusOf } from '../../domain/keys/api-key.ts';
import { etagOf } from '../../gateway/if-match.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { apiKey } from './schemas.ts';

/** The public form of a key's record. */
export function presentApiKey(key: ApiKey, now: number): Presented<z.output<typeof apiKey>> {
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
    expiresAt: timestampOrNull(key.expiresAt),
    lastUsedAt: timestampOrNull(key.lastUsedAt),
    lastRotatedAt: timestampOrNull(key.lastRotatedAt),
    rotationEndsAt: timestampOrNull(
      key.rotationEndsAt !== null && key.rotationEndsAt > now ? key.rotationEndsAt : null,
    ),
  };
}

/** The answer of operations on one key: its record, and its version. */
export function answerWith(key: ApiKey, now: number) {
  return { body: presentApiKey(key, now), headers: { ETag: etagOf(key.version) } };
}

export function timestamp(time: number): string {
  return new Date(time).toISOString();
}

function timestampOrNull(time: number | null): string | null {
  return time === null ? null : timestamp(time);
}
