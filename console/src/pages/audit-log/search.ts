import type { AuditEvent } from '@latchkey/client';
import {
  changedList,
  given as givenOf,
  type Loose,
  type Paging,
  readPaging,
  textOf,
} from '../../listing/paging.ts';
import { en } from '../../texts/en.ts';

export type Action = AuditEvent['action'];
export type TargetType = AuditEvent['target']['type'];

export const actions = Object.keys(en.audit.actions) as readonly Action[];
export const targetTypes = Object.keys(en.audit.targetTypes) as readonly TargetType[];

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
export interface AuditSearch extends AuditFilters, Paging {
  /** Id of the event whose details are shown. */
  readonly event?: string;
}

/** What the address says, without what makes no sense. */
export function readAuditSearch(given: Readonly<Record<string, unknown>>): AuditSearch {
  const text = (name: string) => textOf(given, name)?.trim();
  const moment = (name: string) => {
    const value = text(name);
    return value === undefined || Number.isNaN(Date.parse(value)) ? undefined : value;
  };
  const search = {
    actor: text('actor'),
    targetId: text('targetId'),
    targetType: targetTypes.find((each) => each === given['targetType']),
    action: actions.find((each) => each === given['action']),
    from: moment('from'),
    to: moment('to'),
    event: text('event'),
  };
  return { ...givenOf(search), ...readPaging(given) };
}

/** Other filters: the first page of what they let through, and no details. */
export function changedSearch(search: AuditSearch, changes: Loose<AuditSearch>): AuditSearch {
  return changedList(search, { event: undefined, ...changes });
}

/** The details of another event, or of none. */
export function withEvent(search: AuditSearch, event: string | null): AuditSearch {
  return givenOf({ ...search, event: event ?? undefined });
}

export function filtersOf({ actor, targetId, targetType, action, from, to }: AuditSearch): AuditFilters {
  return givenOf({ actor, targetId, targetType, action, from, to });
}
