import type { AuditEvent } from '../domain/audit/audit.ts';
import { dayMs, isIsoTime, ttlAt } from '../domain/time.ts';
import { absent } from './conditions.ts';
import type { RegistryTable } from './client.ts';
import { auditEventSortKey, auditOwner, collections, paddedSequence } from './keys.ts';
import type { Write } from './transaction.ts';
import { put } from './writes.ts';

/** Orders all events: by time, those of a target in the same millisecond by sequence, then by id. */
export function positionOf({ at, sequence, eventId }: AuditEvent): string {
  return `${at}#${paddedSequence(sequence)}#${eventId}`;
}

const behindTimePattern = /^#(\d{12}#[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|~)$/;

/** True for what `positionOf` can have written, and for the end of a day. */
export function isAuditPosition(text: string): boolean {
  return isIsoTime(text.slice(0, 24)) && behindTimePattern.test(text.slice(24));
}

/** The write of an event, for the transaction of the change that it tells. */
export function putEvent(
  { registry }: RegistryTable,
  pk: string,
  event: AuditEvent,
  retentionDays: number,
): Write<'audit event'> {
  const item = {
    pk,
    sk: auditEventSortKey(event.sequence),
    collection: collections.auditEventsOn(event.at.slice(0, 10)),
    collectionSort: positionOf(event),
    owner: auditOwner(event.target.id),
    event,
    ttl: ttlAt(Date.parse(event.at) + retentionDays * dayMs),
  };
  return put('audit event', registry, item, absent);
}

/** Reads an event back; the item was written by `putEvent`. */
export function eventIn(item: Readonly<Record<string, unknown>>): AuditEvent {
  return item['event'] as AuditEvent;
}
