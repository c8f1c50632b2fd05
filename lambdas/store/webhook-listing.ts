import type { ListPart } from '../domain/list-part.ts';
import type { Clock } from '../domain/ports.ts';
import { isIsoTime } from '../domain/time.ts';
import type { Endpoint } from '../domain/webhooks/endpoint.ts';
import type { RegistryTable } from './client.ts';
import { collections, webhookOwner } from './keys.ts';
import { queryPages } from './query.ts';
import { fromWebhookItem } from './webhook-item.ts';

/**
 * Endpoints, newest first; lists trail writes by a moment.
 *
 * @param userId whose; null for everybody's
 * @param after position that the list goes on behind; null from the start
 */
export type ListWebhooks = (
  userId: string | null,
  after: string | null,
) => AsyncGenerator<ListPart<Endpoint>>;

const behindTimePattern = /^#[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isoCharacters = 24;
const pageSize = 110;

/** True for what `webhookPosition` can have written. */
export function isWebhookPosition(text: string): boolean {
  return isIsoTime(text.slice(0, isoCharacters)) && behindTimePattern.test(text.slice(isoCharacters));
}

export function createWebhookLister(table: RegistryTable, now: Clock['now']): ListWebhooks {
  return async function* list(userId, after) {
    const range =
      userId === null
        ? ({ index: 'byCollection', partition: collections.webhooks } as const)
        : ({ index: 'byOwner', partition: webhookOwner(userId) } as const);
    const bound = after === null ? undefined : { before: after };
    const query = { ...range, bound, descending: true, pageSize };
    for await (const { items, end } of queryPages(table, query, now))
      yield { items: items.map(fromWebhookItem), end };
  };
}
