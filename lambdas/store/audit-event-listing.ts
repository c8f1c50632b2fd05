import { indexes, indexKeys } from '../contract/tables.ts';
import type { AuditEvent } from '../domain/audit/audit.ts';
import { isoTime } from '../domain/time.ts';
import type { Clock } from '../domain/ports.ts';
import { eventIn } from './audit-events.ts';
import type { RegistryTable } from './client.ts';
import { auditOwner, collections } from './keys.ts';
import { newestDayFirst } from './newest-day-first.ts';
import { queryPages, type RegistryQuery } from './query.ts';

export interface AuditEventRange {
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  /** Of one target; null for all. */
  readonly targetId: string | null;
  /** Position of the event that the list goes on behind. */
  readonly after: string | null;
}

/** Events, newest first, page by page; every event comes once. */
export type ListAuditEvents = (range: AuditEventRange) => AsyncGenerator<AuditEvent[]>;

const pageSize = 250;
/** Most days are empty. */
const daysAtOnce = { first: 16, most: 16 };

export function createAuditEventLister(tables: RegistryTable, now: Clock['now']): ListAuditEvents {
  const pagesOf = async function* (query: RegistryQuery): AsyncGenerator<AuditEvent[]> {
    for await (const items of queryPages(tables, query, now)) yield items.map(eventIn);
  };
  return (range) =>
    range.targetId === null ? eventsByDay(pagesOf, range) : eventsOfTarget(pagesOf, range, range.targetId);
}

type PagesOf = (query: RegistryQuery) => AsyncGenerator<AuditEvent[]>;

async function* eventsByDay(pagesOf: PagesOf, range: AuditEventRange): AsyncGenerator<AuditEvent[]> {
  const { from, after } = range;
  const to = after === null ? range.to : Math.min(range.to, Date.parse(after.slice(0, 24)));
  const pages = newestDayFirst({ from, to }, daysAtOnce, (day) =>
    pagesOf(before(range, indexes.byCollection, collections.auditEventsOn(day))),
  );
  for await (const page of pages) yield since(from, page);
}

async function* eventsOfTarget(
  pagesOf: PagesOf,
  range: AuditEventRange,
  targetId: string,
): AsyncGenerator<AuditEvent[]> {
  for await (const page of pagesOf(before(range, indexes.byOwner, auditOwner(targetId)))) {
    const events = since(range.from, page);
    yield events;
    if (events.length < page.length) return;
  }
}

function before(
  { to, after }: AuditEventRange,
  index: 'byCollection' | 'byOwner',
  value: string,
): RegistryQuery {
  const { partitionKey, sortKey: attribute } = indexKeys[index];
  const bound = after ?? `${isoTime(to)}~`;
  return {
    index,
    partition: [partitionKey, value],
    sort: { attribute, before: bound },
    descending: true,
    pageSize,
  };
}

function since(from: number, events: AuditEvent[]): AuditEvent[] {
  return events.filter((event) => Date.parse(event.at) >= from);
}
