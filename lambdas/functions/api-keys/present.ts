import type * as z from 'zod';
import { type ApiKey, statusOf } from '../../domain/keys/api-key.ts';
import type { KeyNeeds } from '../../domain/usage/key-needs.ts';
import { etagOf } from '../../gateway/if-match.ts';
import type { Presented } from '../../gateway/operation.ts';
import type { UsedApiKey } from './last-use.ts';
import type { apiKey } from './schemas.ts';

/** The public form of a key; one that is new has no use yet. */
export function presentApiKey(key: ApiKey | UsedApiKey, now: number): Presented<z.output<typeof apiKey>> {
  const isRotating = key.rotationEndsAt !== null && key.rotationEndsAt > now;
  const rotationEndsAt = isRotating ? timestampOrNull(key.rotationEndsAt) : null;
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
    rotationEndsAt,
    rotation: rotationEndsAt === null ? null : presentRotation(key, rotationEndsAt),
    used: 'needs' in key ? presentNeeds(key.needs) : null,
  };
}

function presentRotation(key: ApiKey | UsedApiKey, endsAt: string) {
  const oldLastSeenAt = timestampOrNull('retiringUsedAt' in key ? key.retiringUsedAt : null);
  return { endsAt, oldPrefix: key.retiringPrefix, oldLastSeenAt };
}

function presentNeeds(needs: KeyNeeds | null) {
  if (needs === null) return null;
  const { sinceMs, scopes, accessRights } = needs;
  return { since: timestamp(sinceMs), scopes: [...scopes], accessRights };
}

export function answerWith(key: ApiKey | UsedApiKey, now: number) {
  return { body: presentApiKey(key, now), headers: { ETag: etagOf(key.version) } };
}

export function timestamp(time: number): string {
  return new Date(time).toISOString();
}

function timestampOrNull(time: number | null): string | null {
  return time === null ? null : timestamp(time);
}
