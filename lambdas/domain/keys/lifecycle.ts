import { type ApiKey, type ApiKeyFields, storedStatusOf } from './api-key.ts';
import {
  emptyChain,
  type AuditAction,
  type AuditTarget,
  type Changes,
  headOf,
  nextEvent,
  type AuditEvent,
  type Origin,
} from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { isoTime } from '../time.ts';

/** A key as it will be, and the event that says so: stored together or not at all. */
export interface Transition {
  readonly key: ApiKey;
  readonly event: AuditEvent;
}

export interface Moment {
  readonly now: number;
  readonly eventId: string;
}

export type NewApiKey = Omit<
  ApiKey,
  | 'createdAt'
  | 'updatedAt'
  | 'lastUsedAt'
  | 'lastRotatedAt'
  | 'rotationEndsAt'
  | 'retiringHash'
  | 'version'
  | 'chain'
  | 'pausedBy'
>;

/** The first state of a key. */
export function createKey(
  fresh: NewApiKey,
  origin: Origin,
  { now, eventId }: Moment,
  action: 'api_key.created' | 'api_key.duplicated' = 'api_key.created',
): Transition {
  const fields = { ...fresh, pausedBy: null };
  const event = nextEvent(
    emptyChain,
    {
      eventId,
      at: now,
      action,
      target: targetOf(fresh),
      changes: creationOf({ ...audited(fields), ...identity(fields) }),
    },
    origin,
  );
  return {
    key: {
      ...fields,
      createdAt: now,
      updatedAt: now,
      lastUsedAt: null,
      lastRotatedAt: null,
      rotationEndsAt: null,
      retiringHash: null,
      version: 1,
      chain: headOf(event),
    },
    event,
  };
}

/** What an edit can set: the fields, and a grace period only to an earlier end. */
export type ApiKeyChange = Partial<ApiKeyFields & Pick<ApiKey, 'rotationEndsAt'>>;

/** The state after a change, or null where it changes nothing. */
export function changeKey(
  stored: ApiKey,
  change: ApiKeyChange,
  origin: Origin,
  { now, eventId }: Moment,
): Transition | null {
  const key = withoutEndedRotation(stored, now);
  const after = withoutEndedRotation({ ...key, ...change }, now);
  const changes = differenceOf(
    { ...audited(key), rotationEndsAt: isoTime(key.rotationEndsAt) },
    { ...audited(after), rotationEndsAt: isoTime(after.rotationEndsAt) },
  );
  if (isEmpty(changes) && after.pausedBy === key.pausedBy) return null;
  const event = nextEvent(
    key.chain,
    { eventId, at: now, action: actionOf(changes), target: targetOf(after), changes },
    origin,
  );
  return { key: { ...after, updatedAt: now, version: key.version + 1, chain: headOf(event) }, event };
}

/** A former secret whose time is over is nothing that a key still has. */
function withoutEndedRotation(key: ApiKey, now: number): ApiKey {
  const isOver = key.rotationEndsAt !== null && key.rotationEndsAt <= now;
  return isOver ? { ...key, rotationEndsAt: null, retiringHash: null } : key;
}

export interface NewSecret {
  readonly secretHash: string;
  readonly keyPrefix: string;
  readonly expiresAt: number | null;
  /** Milliseconds that the former secret still works. */
  readonly graceMs: number;
}

/** The state with a new secret. The former one works until its grace ends, or it would have expired, if sooner. */
export function rotateKey(
  key: ApiKey,
  fresh: NewSecret,
  origin: Origin,
  { now, eventId }: Moment,
): Transition {
  const { secretHash, keyPrefix, expiresAt, graceMs } = fresh;
  const rotationEndsAt =
    graceMs === 0 ? null : Math.min(now + graceMs, key.expiresAt ?? Number.POSITIVE_INFINITY);
  const retiringHash = rotationEndsAt === null ? null : key.secretHash;
  const after = {
    ...key,
    secretHash,
    keyPrefix,
    expiresAt,
    rotationEndsAt,
    retiringHash,
    lastRotatedAt: now,
  };
  const changes = differenceOf(rotated(key), rotated(after));
  const event = nextEvent(
    key.chain,
    { eventId, at: now, action: 'api_key.rotated', target: targetOf(key), changes },
    origin,
  );
  return { key: { ...after, updatedAt: now, version: key.version + 1, chain: headOf(event) }, event };
}

function rotated({ keyPrefix, expiresAt, rotationEndsAt }: ApiKey): Record<string, unknown> {
  return { keyPrefix, expiresAt: isoTime(expiresAt), rotationEndsAt: isoTime(rotationEndsAt) };
}

/** The last event of a key that somebody deletes. */
export function deleteKey(key: ApiKey, origin: Origin, moment: Moment): AuditEvent {
  return endKey(key, 'api_key.deleted', origin, moment);
}

/** The last event of a key that was kept for its retention after it had expired. */
export function purgeKey(key: ApiKey, origin: Origin, moment: Moment): AuditEvent {
  return endKey(key, 'api_key.purged', origin, moment);
}

/** True for an event after which a key has no other. */
export function isLastEvent({ action }: Pick<AuditEvent, 'action'>): boolean {
  return action === 'api_key.deleted' || action === 'api_key.purged';
}

function endKey(key: ApiKey, action: AuditAction, origin: Origin, { now, eventId }: Moment): AuditEvent {
  const changes = deletionOf({ ...audited(key), ...identity(key) });
  return nextEvent(key.chain, { eventId, at: now, action, target: targetOf(key), changes }, origin);
}

function targetOf({ id, name }: Pick<ApiKey, 'id' | 'name'>): AuditTarget {
  return { type: 'api_key', id, name };
}

/** The fields whose changes the audit log tells, in their public form. */
function audited(key: ApiKeyFields): Record<string, unknown> {
  return {
    name: key.name,
    description: key.description,
    type: key.type,
    status: storedStatusOf(key),
    scopes: key.scopes,
    accessRights: key.accessRights,
    rateLimitTier: key.rateLimitTier,
    allowedIps: key.allowedIps,
    metadata: key.metadata,
    expiresAt: isoTime(key.expiresAt),
  };
}

/** What never changes. */
function identity({ userId, keyPrefix, createdVia }: Pick<ApiKey, 'userId' | 'keyPrefix' | 'createdVia'>) {
  return { userId, keyPrefix, createdVia };
}

function actionOf(changes: Changes): AuditAction {
  const fields = Object.keys(changes);
  if (fields.length > 1) return 'api_key.updated';
  if (fields[0] === 'name') return 'api_key.renamed';
  // No field but who paused has changed: a manager confirmed the owner's pause.
  if (fields[0] !== 'status') return fields.length === 0 ? 'api_key.paused' : 'api_key.updated';
  return changes['status']?.to === 'paused' ? 'api_key.paused' : 'api_key.resumed';
}
