import type { SecretHash } from '../../../lambdas/contract/brands.ts';
import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import type { ApiKey } from '../../../lambdas/domain/keys/api-key.ts';
import {
  createKey,
  isLastEvent,
  type NewApiKey,
  noRotation,
} from '../../../lambdas/domain/keys/lifecycle.ts';
import { advance, fieldsOf, momentOf, replay, type Replayed, type Steps } from './replayed.ts';

/** A key as its events tell it: they hold no hash, so nobody knows the secret that a rotation made. */
export type KnownKey = Omit<ApiKey, 'secretHash'> & { readonly secretHash: SecretHash | null };

const plain = [
  'name',
  'description',
  'type',
  'scopes',
  'accessRights',
  'rateLimitTier',
  'allowedIps',
  'metadata',
  'keyPrefix',
] as const;
const identity = ['userId', 'createdVia', 'createdBy', 'pausedBy'] as const;
const known = [
  ...plain,
  ...identity,
  'status',
  'expiresAt',
  'rotationEndsAt',
  'createdAt',
  'lastRotatedAt',
  'isSecretKnown',
];

const change = (state: KnownKey | null, event: AuditEvent) => state && changed(state, event);
const end = () => null;

const steps: Steps<KnownKey> = {
  'api_key.created': (_, event) => began(event),
  'api_key.duplicated': (_, event) => began(event),
  'registry.restored': (state, event) => restored(state ?? began(event), event),
  'api_key.rotated': (state, event) => state && rotated(state, event),
  'api_key.updated': change,
  'api_key.renamed': change,
  'api_key.paused': change,
  'api_key.resumed': change,
  'api_key.deleted': end,
  'api_key.purged': end,
};

/** What a key has become by the events behind `before`; null where the copy has none. */
export function replayKey(before: KnownKey | null, events: readonly AuditEvent[]): Replayed<KnownKey> {
  // Nothing brings back a key that was ended, whatever stands behind it.
  const isEnded = events.some(isLastEvent);
  const { state, doubt } = replay(before, events, steps, known);
  return { state: isEnded ? null : state, isEnded, doubt };
}

function began(event: AuditEvent): KnownKey {
  const fields = fieldsOf<NewApiKey>(event, [...plain, 'userId', 'createdVia']);
  const fresh = {
    ...fields,
    id: event.target.id,
    expiresAt: momentOf(event, 'expiresAt').expiresAt ?? null,
    secretHash: '',
    createdBy: event.actor.userId,
  } as NewApiKey;
  const { key } = createKey(fresh, event, { now: Date.parse(event.at), eventId: event.eventId });
  const chain = { sequence: event.sequence, hash: event.hash };
  return { ...key, chain, secretHash: null };
}

function changed(before: KnownKey, event: AuditEvent): KnownKey {
  const state = withoutEndedRotation(before, event);
  const fields = {
    ...fieldsOf<KnownKey>(event, plain),
    ...momentOf(event, 'expiresAt'),
    ...momentOf(event, 'rotationEndsAt'),
    pausedBy: pauserAfter(state, event),
  };
  return withoutEndedRotation(advance(state, fields, event), event);
}

/**
 * Events tell that a key was paused and who did what they tell, but not that somebody confirmed a pause beside other
 * changes. So a pause of the owner counts as taken over by whoever else has changed the key since.
 */
function pauserAfter({ pausedBy, userId }: KnownKey, { changes, actor }: AuditEvent): string | null {
  const status = changes['status']?.to;
  if (status === 'active') return null;
  if (status === 'paused') return actor.userId;
  return pausedBy === userId ? actor.userId : pausedBy;
}

/** The secret that was the current one retires where there is a grace period, and ends where there is none. */
function rotated(state: KnownKey, event: AuditEvent): KnownKey {
  const fields = {
    ...fieldsOf<KnownKey>(event, ['keyPrefix']),
    ...momentOf(event, 'expiresAt'),
    ...momentOf(event, 'rotationEndsAt'),
    secretHash: null,
    retiringHash: state.secretHash,
    retiringPrefix: state.keyPrefix,
    lastRotatedAt: Date.parse(event.at),
  };
  return withoutEndedRotation(advance(state, fields, event), event);
}

function restored(state: KnownKey, event: AuditEvent): KnownKey {
  const fields = {
    ...fieldsOf<KnownKey>(event, [...plain, ...identity]),
    ...momentOf(event, 'expiresAt'),
    ...momentOf(event, 'rotationEndsAt'),
    ...momentOf(event, 'lastRotatedAt'),
    ...(momentOf(event, 'createdAt') as Partial<KnownKey>),
    ...(event.changes['isSecretKnown']?.to === true ? {} : { secretHash: null }),
  };
  return withoutEndedRotation(advance(state, fields, event), event);
}

/** A former secret without an end, or past it, does not work. */
function withoutEndedRotation(key: KnownKey, { at }: AuditEvent): KnownKey {
  const isOver = key.rotationEndsAt === null || key.rotationEndsAt <= Date.parse(at);
  return isOver ? { ...key, ...noRotation } : key;
}
