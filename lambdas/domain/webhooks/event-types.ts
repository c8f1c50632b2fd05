import { type AuditAction, auditActions, type AuditEvent } from '../audit/audit.ts';

/** What nobody does: it comes with time. */
export const noticeTypes = [
  'api_key.expiring',
  'api_key.expired',
  'api_key.rotation_ending',
  'webhook.failing',
] as const satisfies readonly AuditAction[];

/**
 * What a notice tells beside its target, as values without a `from` in the changes of its event. `before` is the span by
 * which a key is announced to expire; `lastUsedAt` is of the secret that is about to end.
 */
export const noticeFacts = ['before', 'expiresAt', 'rotationEndsAt', 'lastUsedAt', 'failingSince'] as const;

export type NoticeType = (typeof noticeTypes)[number];

export function isNotice(type: AuditAction): type is NoticeType {
  return noticeTypes.some((notice) => notice === type);
}

/** An event, and whose key or endpoint it is about; null of targets that are nobody's own: users, roles and APIs. */
export interface Occurrence {
  readonly event: AuditEvent;
  readonly ownerId: string | null;
}

/** Types by the target's kind: `registry.restored` is told of any. */
const ownTypes: readonly AuditAction[] = auditActions.filter((type) =>
  /^(api_key|webhook|registry)\./.test(type),
);

/** The types that a pattern stands for: `*`, a group such as `api_key.*`, or one type. None for what is no pattern. */
export function typesOf(pattern: string, scope: 'own' | 'all'): readonly AuditAction[] {
  const types = scope === 'own' ? ownTypes : auditActions;
  return types.filter((type) => isMatch(pattern, type));
}

export function isMatch(pattern: string, type: AuditAction): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern === `${type.slice(0, type.indexOf('.'))}.*`;
}
