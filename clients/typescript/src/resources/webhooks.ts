import type { Api } from '../client/api.ts';
import type { QueryOf } from '../client/operation-types.ts';
import type { CallOptions } from '../client/options.ts';
import type {
  NewWebhook,
  operations,
  WebhookChanges,
  WebhookReplay,
  WebhookRotation,
} from '../generated/api.ts';

/** `/webhooks`: who is told of events, and where. */
export function createWebhooks(api: Api) {
  const at = (id: string, options: CallOptions) => ({ path: { id }, ...options });
  return {
    list: (query: QueryOf<operations['listWebhooks']> = {}, options: CallOptions = {}) =>
      api.list('/webhooks', { query, ...options }),
    get: (id: string, options: CallOptions = {}) => api.request('GET', '/webhooks/{id}', at(id, options)),
    /** The secret of its messages is in the answer, this once. */
    create: (body: NewWebhook, options: CallOptions = {}) =>
      api.request('POST', '/webhooks', { body, ...options }),
    update: (id: string, body: WebhookChanges, options: CallOptions = {}) =>
      api.request('PATCH', '/webhooks/{id}', { body, ...at(id, options) }),
    delete: (id: string, options: CallOptions = {}) =>
      api.request('DELETE', '/webhooks/{id}', at(id, options)),
    /** The new secret is in the answer, this once. */
    rotateSecret: (id: string, body: WebhookRotation = {}, options: CallOptions = {}) =>
      api.request('POST', '/webhooks/{id}/rotate-secret', { body, ...at(id, options) }),
    /** Sends a message at once. */
    test: (id: string, options: CallOptions = {}) =>
      api.request('POST', '/webhooks/{id}/test', at(id, options)),
    /** Sends past events again. */
    replay: (id: string, body: WebhookReplay, options: CallOptions = {}) =>
      api.request('POST', '/webhooks/{id}/replay', { body, ...at(id, options) }),
    /** Newest first. */
    deliveries: (
      id: string,
      query: QueryOf<operations['listWebhookDeliveries']> = {},
      options: CallOptions = {},
    ) => api.list('/webhooks/{id}/deliveries', { query, ...at(id, options) }),
    retryDelivery: (id: string, deliveryId: string, options: CallOptions = {}) =>
      api.request('POST', '/webhooks/{id}/deliveries/{deliveryId}/retry', {
        path: { id, deliveryId },
        ...options,
      }),
  };
}
