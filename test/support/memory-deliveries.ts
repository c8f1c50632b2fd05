import type { SendingRequest } from '../../lambdas/contract/sending.ts';
import type { Answer } from '../../lambdas/domain/webhooks/answer.ts';
import type { OutgoingMessage } from '../../lambdas/outbound/outgoing-message.ts';
import type { DeliveryStore } from '../../lambdas/store/deliveries.ts';
import type { StoredDelivery } from '../../lambdas/store/delivery-item.ts';
import { deliveryPosition, type ListDeliveries } from '../../lambdas/store/delivery-listing.ts';
import { deliverySortKey } from '../../lambdas/store/outbox-keys.ts';
import type { OwnerOf } from '../../lambdas/store/event-owners.ts';

/** Deliveries in memory, with what was sent at once, and the calls of the sender. */
export class MemoryDeliveries {
  readonly stored = new Map<string, StoredDelivery>();
  readonly calls: SendingRequest[] = [];
  readonly sent: OutgoingMessage[] = [];
  /** What receivers answer. */
  answer: Answer = { kind: 'status', status: 204, retryAfter: null };
  /** What calls of the sender fail with; null where they do not. */
  callFault: Error | null = null;
  /** How long to wait where too much was asked of an endpoint, in milliseconds. */
  waitMs = 0;

  readonly #nameOf = ({ endpointId, at, eventId }: Pick<StoredDelivery, 'endpointId' | 'at' | 'eventId'>) =>
    `${endpointId} ${deliverySortKey(at, eventId)}`;

  readonly deliveries: DeliveryStore = {
    add: async (delivery) => {
      const name = this.#nameOf(delivery);
      if (this.stored.has(name)) return false;
      this.stored.set(name, { ...delivery, revision: 1 });
      return true;
    },
    get: async ({ endpointId, sortKey }) => this.stored.get(`${endpointId} ${sortKey}`) ?? null,
    getAll: async (endpointId, sortKeys) =>
      sortKeys.flatMap((sortKey) => this.stored.get(`${endpointId} ${sortKey}`) ?? []),
    change: async (before, after) => {
      const name = this.#nameOf(before);
      if (this.stored.get(name)?.revision !== before.revision) return null;
      const changed = { ...before, ...after, revision: before.revision + 1 };
      this.stored.set(name, changed);
      return changed;
    },
  };

  /** What the routes of webhooks work with. */
  dependencies(ownerOf: OwnerOf) {
    const list = this.#listOf();
    return {
      deliveries: this.deliveries,
      listDeliveries: list,
      ownerOf,
      send: async (_: unknown, message: OutgoingMessage) => {
        this.sent.push(message);
        return this.answer;
      },
      callSender: async (request: SendingRequest) => {
        if (this.callFault !== null) throw this.callFault;
        this.calls.push(request);
      },
      admit: async () => this.waitMs,
    };
  }

  #listOf(): ListDeliveries {
    const { stored } = this;
    return async function* list({ endpointId, from, to, after }) {
      const items = [...stored.values()]
        .filter((each) => each.endpointId === endpointId)
        .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)
        .filter((each) => after === null || deliveryPosition(each) < after)
        .toSorted((left, right) => (deliveryPosition(left) < deliveryPosition(right) ? 1 : -1));
      yield { items, end: null };
    };
  }
}
