import type { AuditEvent } from '@latchkey/client';
import { en } from '../../texts/en.ts';

export type Action = AuditEvent['action'];
export type TargetType = AuditEvent['target']['type'];

export const actions = Object.keys(en.audit.actions) as readonly Action[];
export const targetTypes = Object.keys(en.audit.targetTypes) as readonly TargetType[];
export const pageSizes = [10, 25, 50, 100] as const;
export const defaultPageSize = 25;

/** The parameters of `GET /audit-events`. */
export interface AuditFilters {
  readonly actor?: string;
  readonly targetId?: string;
  readonly targetType?: TargetType;
  readonly action?: Action;
  /** ISO-8601, in UTC. */
  readonly from?: string;
  readonly to?: string;
}

/** The audit log as its address has it. What is left out is as it is by default. */
export interface AuditSearch extends AuditFilters {
  readonly size?: (typeof pageSizes)[number];
  /** From 1. */
  readonly page?: number;
  /** Where the page begins; of every page but the first. */
  readonly cursor?: string;
  /** Id of the event whose details are shown. */
  readonly event?: string;
}

type Loose<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** What the address says, without what makes no sense. */
export function readAuditSearch(given: Readonly<Record<string, unknown>>): AuditSearch {
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const moment = (name: string) => {
    const value = text(name);
    return value === undefined || Number.isNaN(Date.parse(value)) ? undefined : value;
  };
  const cursor = text('cursor');
  const page = Number(given['page'] ?? 1);
  const isLater = cursor !== undefined && Number.isSafeInteger(page) && page > 1;
  return withoutDefaults({
    actor: text('actor'),
    targetId: text('targetId'),
    targetType: targetTypes.find((each) => each === given['targetType']),
    action: actions.find((each) => each === given['action']),
    from: moment('from'),
    to: moment('to'),
    size: pageSizes.find((size) => String(size) === String(given['size'])),
    event: text('event'),
    ...(isLater && { page, cursor }),
  });
}

/** Other filters: the first page of what they let through, and no details. */
export function changedSearch(search: AuditSearch, changes: Loose<AuditSearch>): AuditSearch {
  const { page: _, cursor: __, event: ___, ...rest } = search;
  return withoutDefaults({ ...rest, ...changes });
}

/** The details of another event, or of none. */
export function withEvent(search: AuditSearch, event: string | null): AuditSearch {
  return withoutDefaults({ ...search, event: event ?? undefined });
}

/** All events. */
export function clearedSearch({ size }: AuditSearch): AuditSearch {
  return withoutDefaults({ size });
}

export function filtersOf({ actor, targetId, targetType, action, from, to }: AuditSearch): AuditFilters {
  return withoutDefaults({ actor, targetId, targetType, action, from, to });
}

export function hasFilters(search: AuditSearch): boolean {
  return Object.keys(filtersOf(search)).length > 0;
}

function withoutDefaults(search: Loose<AuditSearch>): AuditSearch {
  const isDefault = (name: string, value: unknown) =>
    value === undefined || value === '' || (name === 'size' && value === defaultPageSize);
  return Object.fromEntries(Object.entries(search).filter(([name, value]) => !isDefault(name, value)));
}
