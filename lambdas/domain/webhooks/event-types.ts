import { auditActions, type AuditEvent, type AuditTarget } from '../audit/audit.ts';

/** What is done to endpoints. */
const endpointActions = [
  'webhook.created',
  'webhook.updated',
  'webhook.rotated',
  'webhook.disabled',
  'webhook.deleted',
] as const;

/** What nobody does: it comes with time. */
export const noticeTypes = [
  'api_key.expiring',
  'api_key.expired',
  'api_key.rotation_ending',
  'webhook.failing',
] as const;

/**
 * What a notice tells beside its target, as values without a `from` in the changes of its event. `before` is the span by
 * which a key is announced to expire; `lastUsedAt` is of the secret that is about to end.
 */
export const noticeFacts = ['before', 'expiresAt', 'rotationEndsAt', 'lastUsedAt', 'failingSince'] as const;

/** The closed list of what endpoints are told of. */
export const eventTypes = [...auditActions, ...endpointActions, ...noticeTypes] as const;

export type EventType = (typeof eventTypes)[number];
export type NoticeType = (typeof noticeTypes)[number];

export function isNotice(type: EventType): type is NoticeType {
  return noticeTypes.some((notice) => notice === type);
}

/** An event of the audit log, as endpoints are told of it. */
export interface TellableEvent extends Omit<AuditEvent, 'action' | 'target'> {
  readonly action: EventType;
  readonly target: {
    readonly type: AuditTarget['type'] | 'webhook';
    readonly id: string;
    readonly name: string;
  };
}

/** An event, and whose key or endpoint it is about; null of targets that are nobody's own: users, roles and APIs. */
export interface Occurrence {
  readonly event: TellableEvent;
  readonly ownerId: string | null;
}

/** Types by the target's kind: `registry.restored` is told of any. */
const ownTypes: readonly EventType[] = eventTypes.filter((type) =>
  /^(api_key|webhook|registry)\./.test(type),
);

/** The types that a pattern stands for: `*`, a group such as `api_key.*`, or one type. None for what is no pattern. */
export function typesOf(pattern: string, scope: 'own' | 'all'): readonly EventType[] {
  const types = scope === 'own' ? ownTypes : eventTypes;
  return types.filter((type) => isMatch(pattern, type));
}

export function isMatch(pattern: string, type: EventType): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern === `${type.slice(0, type.indexOf('.'))}.*`;
}
