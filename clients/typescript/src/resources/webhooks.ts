import type { QueryOf } from '../client/operation-types.ts';
import type { CallOptions } from '../client/options.ts';
import type { NewWebhook, operations, WebhookChanges, WebhookRotation } from '../generated/api.ts';
import type { Api } from '../client/api.ts';

/**
 * `/webhooks`. `create` and `rotateSecret` show a secret this once, and are made once: where the answer was lost, the error
 * says so (`mayHaveHappened`), and `rotateSecret` makes another.
 */
export function createWebhooks(api: Api) {
  const at = (id: string, options: CallOptions) => ({ path: { id }, ...options });
  return {
    list: (query: QueryOf<operations['listWebhooks']> = {}, options: CallOptions = {}) =>
      api.list('/webhooks', { query, ...options }),
    get: (id: string, options: CallOptions = {}) => api.request('GET', '/webhooks/{id}', at(id, options)),
    create: (body: NewWebhook, options: CallOptions = {}) =>
      api.request('POST', '/webhooks', { body, ...options }),
    update: (id: string, body: WebhookChanges, options: CallOptions = {}) =>
      api.request('PATCH', '/webhooks/{id}', { body, ...at(id, options) }),
    delete: (id: string, options: CallOptions = {}) =>
      api.request('DELETE', '/webhooks/{id}', at(id, options)),
    /** For a day, or the grace period that is given, messages are signed with the former secret too. */
    rotateSecret: (id: string, body: WebhookRotation = {}, options: CallOptions = {}) =>
      api.request('POST', '/webhooks/{id}/rotate-secret', { body, ...at(id, options) }),
  };
}
