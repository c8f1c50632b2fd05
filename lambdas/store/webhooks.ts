import type { DeploymentSettings } from '../contract/settings.ts';
import { type AuditEvent, headOf } from '../domain/audit/audit.ts';
import type { Clock } from '../domain/ports.ts';
import {
  type EndpointCounts,
  maxEndpointsForAll,
  maxOwnEndpoints,
} from '../domain/webhooks/check-endpoint.ts';
import type { EndpointTransition } from '../domain/webhooks/endpoint-lifecycle.ts';
import type { Endpoint } from '../domain/webhooks/endpoint.ts';
import { putEvent } from './audit-events.ts';
import { toChainAttributes } from './chain-head.ts';
import type { RegistryTable } from './client.ts';
import { absent, atVersion, both, chainEndsAt, countsLessThan, userSince } from './conditions.ts';
import { getItem } from './get-item.ts';
import { userKey, userWebhookKey, webhookCountKey, webhookForAllKey, webhookKey } from './keys.ts';
import { commit, type Outcome, type Write } from './transaction.ts';
import { fromWebhookItem, toPointerItems, toWebhookItem } from './webhook-item.ts';
import { add, put, remove, update } from './writes.ts';

/** `owner`: gone, or has as many as one may; `count`: the deployment has. */
export type WebhookCondition = 'webhook' | 'owner' | 'count' | 'audit event';

/** Endpoints. Every change is one transaction: the record, the pointers to it, the counters, and the audit event. */
export interface WebhookStore {
  /** Strongly consistent. */
  get(id: string): Promise<Endpoint | null>;
  /** Strongly consistent; an endpoint that is made or changed is counted again with its write. */
  counts(userId: string): Promise<EndpointCounts>;
  create(transition: EndpointTransition): Promise<Outcome<WebhookCondition>>;
  /** Replaces `before`, which must still be the stored version. */
  update(before: Endpoint, after: EndpointTransition): Promise<Outcome<WebhookCondition>>;
  /**
   * Adds the notice that it fails to the chain of an endpoint, which must be as it was read, and notes since when; its
   * version stays.
   */
  noteFailing(
    endpoint: Endpoint,
    failingSince: number,
    notice: AuditEvent,
  ): Promise<Outcome<WebhookCondition>>;
  /**
   * Removes an endpoint, which must still be the stored version.
   *
   * @param isOrphan its owner is gone: who has their id now does not count it
   */
  remove(endpoint: Endpoint, event: AuditEvent, isOrphan: boolean): Promise<Outcome<WebhookCondition>>;
}

type WebhookWrite = Write<WebhookCondition>;

/** Counters: of the user, of the deployment, and of those among them that are told of all events. */
const [ownCounter, counter, forAllCounter] = ['ownWebhooks', 'endpoints', 'forAll'] as const;

export function createWebhookStore(
  tables: RegistryTable,
  { auditRetentionDays }: Pick<DeploymentSettings, 'auditRetentionDays'>,
  now: Clock['now'],
): WebhookStore {
  const { registry } = tables;
  const eventOf = ({ id }: Endpoint, event: AuditEvent): WebhookWrite =>
    putEvent(tables, webhookKey(id).pk, event, auditRetentionDays);
  const point = (endpoint: Endpoint): WebhookWrite[] =>
    toPointerItems(endpoint).map((item) => put('webhook', registry, item));
  const unpointForAll = ({ id }: Endpoint): WebhookWrite => remove('webhook', registry, webhookForAllKey(id));

  /** The owner must be there, whether or not an endpoint counts as one of theirs. */
  const countOfOwner = ({ userId, ownerSince }: Endpoint, more: number): WebhookWrite => {
    const isOwner = userSince(ownerSince);
    const guard = more > 0 ? both(isOwner, countsLessThan(ownCounter, maxOwnEndpoints)) : isOwner;
    return add('owner', registry, userKey(userId), { [ownCounter]: more }, guard);
  };
  const countOfAll = (more: number, moreForAll: number): WebhookWrite => {
    const guard = moreForAll > 0 ? countsLessThan(forAllCounter, maxEndpointsForAll) : undefined;
    return add('count', registry, webhookCountKey, { [counter]: more, [forAllCounter]: moreForAll }, guard);
  };
  const recount = (before: Endpoint, after: Endpoint): WebhookWrite[] => {
    if (before.scope === after.scope) return [];
    const isForAll = after.scope === 'all';
    const pointers = isForAll ? [] : [unpointForAll(after)];
    return [countOfOwner(after, isForAll ? -1 : 1), countOfAll(0, isForAll ? 1 : -1), ...pointers];
  };

  return {
    async get(id) {
      const item = await getItem(tables, webhookKey(id));
      return item === null ? null : fromWebhookItem(item);
    },

    async counts(userId) {
      const [user, all] = await Promise.all([
        getItem(tables, userKey(userId)),
        getItem(tables, webhookCountKey),
      ]);
      return { own: Number(user?.[ownCounter] ?? 0), all: Number(all?.[forAllCounter] ?? 0) };
    },

    create({ endpoint, event }) {
      const isForAll = endpoint.scope === 'all';
      return commit<WebhookCondition>(tables, [
        put('webhook', registry, toWebhookItem(endpoint), absent),
        ...point(endpoint),
        countOfOwner(endpoint, isForAll ? 0 : 1),
        countOfAll(1, isForAll ? 1 : 0),
        eventOf(endpoint, event),
      ]);
    },

    update: (before, { endpoint, event }) =>
      commit<WebhookCondition>(tables, [
        put('webhook', registry, toWebhookItem(endpoint), atVersion(before.version, now())),
        ...point(endpoint),
        ...recount(before, endpoint),
        eventOf(endpoint, event),
      ]),

    noteFailing(endpoint, toldFailingSince, notice) {
      const { version, chain } = endpoint;
      const guard = both(atVersion(version, now()), chainEndsAt(chain));
      const told = { toldFailingSince, ...toChainAttributes(headOf(notice)) };
      return commit<WebhookCondition>(tables, [
        update('webhook', registry, webhookKey(endpoint.id), told, guard),
        eventOf(endpoint, notice),
      ]);
    },

    remove(endpoint, event, isOrphan) {
      const { id, userId, scope, version } = endpoint;
      const isForAll = scope === 'all';
      return commit<WebhookCondition>(tables, [
        remove('webhook', registry, webhookKey(id), atVersion(version, now())),
        remove('webhook', registry, userWebhookKey(userId, id)),
        ...(isForAll ? [unpointForAll(endpoint)] : []),
        ...(isOrphan || isForAll ? [] : [countOfOwner(endpoint, -1)]),
        countOfAll(-1, isForAll ? -1 : 0),
        eventOf(endpoint, event),
      ]);
    },
  };
}
