import type { AuditEvent } from '../domain/audit/audit.ts';
import type { ListPart } from '../domain/list-part.ts';
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
  /** Position that the list goes on behind, one for which `isAuditPosition` holds; null for its beginning. */
  readonly after: string | null;
}

/** Events, newest first, page by page; every event comes once. */
export type ListAuditEvents = (range: AuditEventRange) => AsyncGenerator<ListPart<AuditEvent>>;

const pageSize = 250;
/** Most days are empty. */
const daysAtOnce = { first: 16, most: 16 };

export function createAuditEventLister(tables: RegistryTable, now: Clock['now']): ListAuditEvents {
  const pagesOf: PagesOf = async function* (query) {
    for await (const { items, end } of queryPages(tables, query, now)) {
      yield { items: items.map(eventIn), end };
    }
  };
  return (range) =>
    range.targetId === null ? eventsByDay(pagesOf, range) : eventsOfTarget(pagesOf, range, range.targetId);
}

type PagesOf = (query: RegistryQuery) => AsyncGenerator<ListPart<AuditEvent>>;

async function* eventsByDay(pagesOf: PagesOf, range: AuditEventRange): AsyncGenerator<ListPart<AuditEvent>> {
  const { from, after } = range;
  const to = after === null ? range.to : Math.min(range.to, Date.parse(after.slice(0, 24)));
  const pages = newestDayFirst({ from, to }, daysAtOnce, (day) =>
    pagesOf(before(range, 'byCollection', collections.auditEventsOn(day))),
  );
  for await (const { items, end } of pages) yield { items: since(from, items), end };
}

async function* eventsOfTarget(
  pagesOf: PagesOf,
  range: AuditEventRange,
  targetId: string,
): AsyncGenerator<ListPart<AuditEvent>> {
  for await (const { items, end } of pagesOf(before(range, 'byOwner', auditOwner(targetId)))) {
    const events = since(range.from, items);
    const isLast = events.length < items.length;
    yield { items: events, end: isLast ? null : end };
    if (isLast) return;
  }
}

function before(
  { to, after }: AuditEventRange,
  index: 'byCollection' | 'byOwner',
  partition: string,
): RegistryQuery {
  const bound = { before: after ?? `${isoTime(to)}~` };
  return { index, partition, bound, descending: true, pageSize };
}

function since(from: number, events: readonly AuditEvent[]): AuditEvent[] {
  return events.filter((event) => Date.parse(event.at) >= from);
}
