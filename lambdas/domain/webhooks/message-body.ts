import type { AuditEvent } from '../audit/audit.ts';
import { isNotice, noticeFacts, type Occurrence } from './event-types.ts';

/** What an event comes to on its way to an endpoint is smaller than this, in bytes (Standard Webhooks, "Payload size"). */
export const maxBodyBytes = 20_000;

/** Bounds of what the registry can hold, so that they cut nothing that is there; together they are below the size. */
const maxNameCharacters = 256;
const maxIdCharacters = 256;
const maxFields = 32;
const maxFieldCharacters = 40;
const maxFactCharacters = 40;

/** What the id of a target is called. */
const idNames = {
  api_key: 'apiKeyId',
  user: 'userId',
  role: 'role',
  api: 'api',
  webhook: 'webhookId',
} as const satisfies Record<AuditEvent['target']['type'], string>;

/**
 * What is told of an event: what it was, when, about what, who did it and which fields it changed, but not from what to
 * what. It names no secret, no hash, and nothing of where the actor called from; who wants more reads the record with their
 * own rights. The same event gives the same text.
 */
export function messageBody({ event, ownerId }: Occurrence): string {
  const { action, at, sequence, target, actor, changes } = event;
  const isTimely = isNotice(action);
  const data = {
    sequence,
    ...(ownerId === null ? {} : { userId: cut(ownerId, maxIdCharacters) }),
    [idNames[target.type]]: cut(target.id, maxIdCharacters),
    name: cut(target.name, maxNameCharacters),
    actor: actorOf(actor),
    changed: isTimely ? [] : changedFields(changes),
    ...(isTimely ? factsOf(changes) : {}),
  };
  return JSON.stringify({ type: action, timestamp: at, data });
}

function actorOf({ userId, apiKeyId, via }: AuditEvent['actor']) {
  const key = apiKeyId === undefined ? {} : { apiKeyId: cut(apiKeyId, maxIdCharacters) };
  return { userId: cut(userId, maxIdCharacters), ...key, via };
}

/** The facts of a notice: texts, or null. */
function factsOf(changes: AuditEvent['changes']): Record<string, string | null> {
  const told = noticeFacts.flatMap((fact): [string, string | null][] => {
    const value = Object.hasOwn(changes, fact) ? changes[fact]?.to : undefined;
    if (value === null) return [[fact, null]];
    return typeof value === 'string' ? [[fact, cut(value, maxFactCharacters)]] : [];
  });
  return Object.fromEntries(told);
}

function changedFields(changes: AuditEvent['changes']): string[] {
  return Object.keys(changes)
    .toSorted()
    .slice(0, maxFields)
    .map((field) => cut(field, maxFieldCharacters));
}

function cut(text: string, characters: number): string {
  return text.length <= characters
    ? text
    : Array.from(text.slice(0, 2 * characters))
        .slice(0, characters)
        .join('');
}
