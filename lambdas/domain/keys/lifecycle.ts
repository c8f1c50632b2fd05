import { keyEndings } from '../../contract/audit-actions.ts';
import type { SecretHash } from '../../contract/brands.ts';
import {
  type AuditAction,
  type AuditEvent,
  type AuditTarget,
  type Changes,
  emptyChain,
  type Origin,
} from '../audit/audit.ts';
import { creationOf, deletionOf, differenceOf, isEmpty } from '../audit/changes.ts';
import { type Audited, type Moment, transition } from '../audit/transition.ts';
import { isoTime } from '../time.ts';
import { type ApiKey, type ApiKeyFields, storedStatusOf } from './api-key.ts';

/** A key as it will be, and the event that says so: stored together or not at all. */
export interface Transition {
  readonly key: ApiKey;
  readonly event: AuditEvent;
}

export type NewApiKey = Omit<
  ApiKey,
  | keyof Audited
  | 'createdAt'
  | 'lastUsedAt'
  | 'lastRotatedAt'
  | 'rotationEndsAt'
  | 'retiringHash'
  | 'retiringPrefix'
  | 'pausedBy'
>;

/** The first state of a key. */
export function createKey(
  fresh: NewApiKey,
  origin: Origin,
  moment: Moment,
  action: 'api_key.created' | 'api_key.duplicated' = 'api_key.created',
): Transition {
  const first = {
    ...fresh,
    pausedBy: null,
    createdAt: moment.now,
    lastUsedAt: null,
    lastRotatedAt: null,
    rotationEndsAt: null,
    retiringHash: null,
    retiringPrefix: null,
  };
  const deed = {
    action,
    target: targetOf(first),
    changes: creationOf({ ...audited(first), ...identity(first) }),
  };
  const { record, event } = transition({ version: 0, chain: emptyChain }, first, deed, origin, moment);
  return { key: record, event };
}

/** What an edit can set: the fields, and a grace period only to an earlier end. */
export type ApiKeyChange = Partial<ApiKeyFields & Pick<ApiKey, 'rotationEndsAt'>>;

/** The state after a change, or null where it changes nothing. */
export function changeKey(
  stored: ApiKey,
  change: ApiKeyChange,
  origin: Origin,
  moment: Moment,
): Transition | null {
  const before = withoutEndedRotation(stored, moment.now);
  const after = withoutEndedRotation({ ...before, ...change }, moment.now);
  const changes = differenceOf(
    { ...audited(before), rotationEndsAt: isoTime(before.rotationEndsAt) },
    { ...audited(after), rotationEndsAt: isoTime(after.rotationEndsAt) },
  );
  if (isEmpty(changes) && after.pausedBy === before.pausedBy) return null;
  const deed = { action: actionOf(changes), target: targetOf(after), changes };
  const { record, event } = transition(before, after, deed, origin, moment);
  return { key: record, event };
}

export const noRotation = { rotationEndsAt: null, retiringHash: null, retiringPrefix: null } as const;

/** A former secret whose time is over is nothing that a key still has. */
function withoutEndedRotation(key: ApiKey, now: number): ApiKey {
  const isOver = key.rotationEndsAt !== null && key.rotationEndsAt <= now;
  return isOver ? { ...key, ...noRotation } : key;
}

export interface NewSecret {
  readonly secretHash: SecretHash;
  readonly keyPrefix: string;
  readonly expiresAt: number | null;
  /** Milliseconds that the former secret still works. */
  readonly graceMs: number;
}

/** The state with a new secret. The former one works until its grace ends, or it would have expired, if sooner. */
export function rotateKey(
  key: ApiKey,
  { graceMs, ...fresh }: NewSecret,
  origin: Origin,
  moment: Moment,
): Transition {
  const { now } = moment;
  const rotationEndsAt = graceMs === 0 ? null : Math.min(now + graceMs, key.expiresAt ?? Infinity);
  const rotation =
    rotationEndsAt === null
      ? noRotation
      : { rotationEndsAt, retiringHash: key.secretHash, retiringPrefix: key.keyPrefix };
  const after = { ...key, ...fresh, ...rotation, lastRotatedAt: now };
  const changes = differenceOf(rotated(key), rotated(after));
  const deed = { action: 'api_key.rotated', target: targetOf(key), changes } as const;
  const { record, event } = transition(key, after, deed, origin, moment);
  return { key: record, event };
}

function rotated({ keyPrefix, expiresAt, rotationEndsAt }: ApiKey): Record<string, unknown> {
  return { keyPrefix, expiresAt: isoTime(expiresAt), rotationEndsAt: isoTime(rotationEndsAt) };
}

/**
 * A key that comes back from a copy of the tables. Its event tells all that it holds from then on.
 *
 * @param isSecretKnown false where the copy does not have the current secret, so that no secret is the current one
 */
export function restoreKey(key: ApiKey, isSecretKnown: boolean, origin: Origin, moment: Moment): Transition {
  const { createdBy, createdAt, lastRotatedAt, rotationEndsAt, pausedBy } = key;
  const changes = creationOf({
    ...audited(key),
    ...identity(key),
    createdBy,
    createdAt: isoTime(createdAt),
    pausedBy,
    lastRotatedAt: isoTime(lastRotatedAt),
    rotationEndsAt: isoTime(rotationEndsAt),
    isSecretKnown,
  });
  const deed = { action: 'registry.restored', target: targetOf(key), changes } as const;
  const { record, event } = transition(key, key, deed, origin, moment);
  return { key: record, event };
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
  return keyEndings.some((ending) => ending === action);
}

function endKey(key: ApiKey, action: AuditAction, origin: Origin, moment: Moment): AuditEvent {
  const deed = { action, target: targetOf(key), changes: deletionOf({ ...audited(key), ...identity(key) }) };
  return transition(key, key, deed, origin, moment).event;
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
