import { given as givenOf, type Paging, readPaging, textOf } from '../../listing/paging.ts';
import { en } from '../../texts/en.ts';

/** The list of webhooks as its address has it. */
export interface WebhooksSearch extends Paging {
  /** Whose. */
  readonly userId?: string;
}

export function readWebhooksSearch(told: Readonly<Record<string, unknown>>): WebhooksSearch {
  return { ...givenOf({ userId: textOf(told, 'userId')?.trim() }), ...readPaging(told) };
}

export type DeliveryState = keyof typeof en.webhooks.deliveries.states;

export const deliveryStates = Object.keys(en.webhooks.deliveries.states) as readonly DeliveryState[];

/** The parameters of the deliveries of one webhook. */
export interface DeliveryFilters {
  readonly state?: DeliveryState;
  /** ISO-8601, in UTC. */
  readonly from?: string;
  readonly to?: string;
}

/** The page of a webhook as its address has it. */
export interface WebhookSearch extends DeliveryFilters, Paging {
  /** Id of the delivery whose details are shown. */
  readonly delivery?: string;
}

export function readWebhookSearch(told: Readonly<Record<string, unknown>>): WebhookSearch {
  const moment = (name: string) => {
    const value = textOf(told, name);
    return value === undefined || Number.isNaN(Date.parse(value)) ? undefined : value;
  };
  const search = {
    state: deliveryStates.find((each) => each === told['state']),
    from: moment('from'),
    to: moment('to'),
    delivery: textOf(told, 'delivery'),
  };
  return { ...givenOf(search), ...readPaging(told) };
}

export function filtersOf({ state, from, to }: WebhookSearch): DeliveryFilters {
  return givenOf({ state, from, to });
}

/** The details of another delivery, or of none. */
export function withDelivery(search: WebhookSearch, id: string | null): WebhookSearch {
  return givenOf({ ...search, delivery: id ?? undefined });
}
