import type { Endpoint } from '../domain/webhooks/endpoint.ts';
import { isoTime } from '../domain/time.ts';
import { type ChainAttributes, fromChainAttributes, toChainAttributes } from './chain-head.ts';
import { collections, userWebhookKey, webhookForAllKey, webhookKey, webhookOwner } from './keys.ts';

/** What decides whom an event goes to; pointers carry it, so that nobody has to read the records for that. */
export type SubscriptionFields = Pick<
  Endpoint,
  'id' | 'userId' | 'ownerSince' | 'events' | 'scope' | 'status'
>;

type StoredWebhook = Omit<Endpoint, 'chain'> & ChainAttributes;

/** Orders endpoints by when they were made. */
export function webhookPosition({ createdAt, id }: Pick<Endpoint, 'createdAt' | 'id'>): string {
  return `${isoTime(createdAt)}#${id}`;
}

export function toWebhookItem(endpoint: Endpoint): Record<string, unknown> {
  const { chain, ...fields } = endpoint;
  return {
    ...webhookKey(endpoint.id),
    ...fields,
    collection: collections.webhooks,
    collectionSort: webhookPosition(endpoint),
    owner: webhookOwner(endpoint.userId),
    ...toChainAttributes(chain),
  };
}

export function fromWebhookItem(item: Record<string, unknown>): Endpoint {
  const stored = item as unknown as StoredWebhook;
  return {
    ...fromSubscriptionItem(item),
    name: stored.name,
    url: stored.url,
    kind: stored.kind,
    legacySignature: stored.legacySignature,
    disabledReason: stored.disabledReason,
    secretVersion: stored.secretVersion,
    masterVersion: stored.masterVersion,
    formerMasterVersion: stored.formerMasterVersion,
    formerSecretEndsAt: stored.formerSecretEndsAt,
    createdAt: stored.createdAt,
    toldFailingSince: stored.toldFailingSince,
    updatedAt: stored.updatedAt,
    version: stored.version,
    chain: fromChainAttributes(stored),
  };
}

/** The pointers to an endpoint: from its owner, and where it is told of all events. */
export function toPointerItems(endpoint: Endpoint): (Record<string, unknown> & { readonly pk: string })[] {
  const { id, userId, ownerSince, events, scope, status } = endpoint;
  const fields: SubscriptionFields = { id, userId, ownerSince, events, scope, status };
  const ofUser = { ...userWebhookKey(userId, id), ...fields };
  return scope === 'all' ? [ofUser, { ...webhookForAllKey(id), ...fields }] : [ofUser];
}

export function fromSubscriptionItem(item: Record<string, unknown>): SubscriptionFields {
  const { id, userId, ownerSince, events, scope, status } = item as unknown as SubscriptionFields;
  return { id, userId, ownerSince, events, scope, status };
}
