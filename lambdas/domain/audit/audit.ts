import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { ApiKeyId } from '../../contract/brands.ts';
import { isoTime } from '../time.ts';

/** The closed list of audited operations. */
export const auditActions = [
  'api_key.created',
  'api_key.updated',
  'api_key.renamed',
  'api_key.paused',
  'api_key.resumed',
  'api_key.rotated',
  'api_key.duplicated',
  'api_key.deleted',
  'api_key.purged',
  'user.created',
  'user.updated',
  'user.deleted',
  'role.created',
  'role.updated',
  'role.deleted',
  'api.created',
  'api.updated',
  'api.deleted',
  'webhook.created',
  'webhook.updated',
  'webhook.rotated',
  'webhook.disabled',
  'webhook.deleted',
  // A key, user, role, protected API or webhook came back from a copy of the tables: what it holds from then on.
  'registry.restored',
  // Notices: what nobody does, since it comes with time. They change no version.
  'api_key.expiring',
  'api_key.expired',
  'api_key.rotation_ending',
  'webhook.failing',
] as const;

export type AuditAction = (typeof auditActions)[number];

export interface Actor {
  readonly userId: string;
  readonly apiKeyId?: ApiKeyId;
  readonly via: 'jwt' | 'api-key' | 'system';
}

export const auditTargetTypes = ['api_key', 'user', 'role', 'api', 'webhook'] as const;

export interface AuditTarget {
  readonly type: (typeof auditTargetTypes)[number];
  readonly id: string;
  readonly name: string;
}

export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** Where a request came from, as far as the audit log keeps it. */
export interface Origin {
  readonly actor: Actor;
  readonly sourceIp: string | null;
  readonly userAgent: string | null;
  /** Clients can choose it. */
  readonly requestId: string;
  /** The gateway's own id of the request; left out where no request led to it, and in events from before it was kept. */
  readonly extendedRequestId?: string;
}

export interface AuditEvent extends Origin {
  readonly eventId: string;
  /** 1, 2, 3 … without a gap, per target. */
  readonly sequence: number;
  /** Hash of the target's event before this one; 64 zeros for the first. */
  readonly previousHash: string;
  readonly hash: string;
  /** ISO-8601 UTC with milliseconds. */
  readonly at: string;
  readonly action: AuditAction;
  readonly target: AuditTarget;
  readonly changes: Changes;
}

/** The event with its members in the order that is documented; a table gives them back in any. */
export function inReadingOrder(event: AuditEvent): AuditEvent {
  const { eventId, sequence, previousHash, hash, at, action, sourceIp, userAgent, requestId } = event;
  const { userId, apiKeyId, via } = event.actor;
  const { type, id, name } = event.target;
  const actor = { userId, ...(apiKeyId === undefined ? {} : { apiKeyId }), via };
  const target = { type, id, name };
  const changes = Object.fromEntries(
    Object.entries(event.changes).map(([field, { from, to }]) => [field, { from, to }]),
  );
  const { extendedRequestId } = event;
  const call = {
    sourceIp,
    userAgent,
    requestId,
    ...(extendedRequestId === undefined ? {} : { extendedRequestId }),
  };
  return { eventId, sequence, previousHash, hash, at, action, actor, target, changes, ...call };
}

/** Sequence and hash of a target's latest event. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

export interface Operation {
  readonly eventId: string;
  readonly at: number;
  readonly action: AuditAction;
  readonly target: AuditTarget;
  readonly changes: Changes;
}

/** The event of an operation, linked to the one before it on the same target. */
export function nextEvent(head: ChainHead, operation: Operation, origin: Origin): AuditEvent {
  const body = {
    eventId: operation.eventId,
    sequence: head.sequence + 1,
    previousHash: head.hash,
    at: isoTime(operation.at),
    action: operation.action,
    actor: origin.actor,
    target: operation.target,
    changes: operation.changes,
    sourceIp: origin.sourceIp,
    userAgent: origin.userAgent,
    requestId: origin.requestId,
    ...(origin.extendedRequestId === undefined ? {} : { extendedRequestId: origin.extendedRequestId }),
  };
  return { ...body, hash: hashEvent(body) };
}

export function headOf(event: AuditEvent): ChainHead {
  return { sequence: event.sequence, hash: event.hash };
}

/** SHA-256 over the canonical JSON (RFC 8785) of the event without its `hash`, in hexadecimal. */
export function hashEvent(event: Omit<AuditEvent, 'hash'> & { readonly hash?: string }): string {
  const { hash: _, ...body } = event;
  const text = canonicalize(body);
  if (text === undefined) throw new TypeError('an audit event is not JSON');
  return createHash('sha256').update(text).digest('hex');
}

export type ChainFault = {
  readonly eventId: string;
  readonly sequence: number;
  readonly reason: 'altered' | 'out of sequence' | 'not linked';
};

/**
 * Checks the events of one target, oldest first, and names the first one that does not belong: its content
 * was altered, one before it is missing or swapped, or it was linked to another event.
 *
 * @param from where the event before the first left the chain
 */
export function findChainFault(
  events: readonly AuditEvent[],
  from: ChainHead = emptyChain,
): ChainFault | null {
  let head = from;
  for (const event of events) {
    const { eventId, sequence } = event;
    if (sequence !== head.sequence + 1) return { eventId, sequence, reason: 'out of sequence' };
    if (event.previousHash !== head.hash) return { eventId, sequence, reason: 'not linked' };
    if (event.hash !== hashEvent(event)) return { eventId, sequence, reason: 'altered' };
    head = headOf(event);
  }
  return null;
}
