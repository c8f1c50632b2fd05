import type { AuditEvent } from '../domain/audit/audit.ts';
import { dayMs, ttlAt } from '../domain/time.ts';
import { absent } from './conditions.ts';
import type { RegistryTable } from './client.ts';
import { positionOf } from './audit-event-listing.ts';
import { auditEventSortKey, auditOwner, collections } from './keys.ts';
import type { Write } from './transaction.ts';

/** The write of an event, for the transaction of the change that it tells. */
export function putEvent(
  { registry }: RegistryTable,
  pk: string,
  event: AuditEvent,
  retentionDays: number,
): Write<'audit event'> {
  const ttl = ttlAt(Date.parse(event.at) + retentionDays * dayMs);
  const Item = {
    pk,
    sk: auditEventSortKey(event.sequence),
    collection: collections.auditEventsOn(event.at.slice(0, 10)),
    collectionSort: positionOf(event),
    owner: auditOwner(event.target.id),
    event,
    ttl,
  };
  return { protects: 'audit event', item: { Put: { TableName: registry, Item, ...absent } } };
}
