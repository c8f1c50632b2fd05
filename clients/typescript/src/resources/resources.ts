import type { QueryOf } from '../client/operation-types.ts';
import type { CallOptions } from '../client/options.ts';
import type { operations, Verification } from '../generated/api.ts';
import type { Api } from '../client/api.ts';
import { createApis, createRoles, createUsers } from './directory.ts';
import { createKeys } from './keys.ts';
import { createWebhooks } from './webhooks.ts';

/** The API, by the names of its paths. */
export function createResources(api: Api, onLostSecret: 'throw' | 'rotate') {
  return {
    keys: createKeys(api, onLostSecret),
    users: createUsers(api),
    roles: createRoles(api),
    apis: createApis(api),
    webhooks: createWebhooks(api),
    audit: {
      /** Newest first; `verifyChain` checks them. */
      list: (query: QueryOf<operations['listAuditEvents']> = {}, options: CallOptions = {}) =>
        api.list('/audit-events', { query, ...options }),
    },
    usage: {
      /** Calls with a key, newest first. */
      list: (id: string, query: QueryOf<operations['getApiKeyUsage']> = {}, options: CallOptions = {}) =>
        api.list('/api-keys/{id}/usage', { path: { id }, query, ...options }),
      /** Calls with a key, counted. */
      summary: (
        id: string,
        query: QueryOf<operations['getApiKeyUsageSummary']> = {},
        options: CallOptions = {},
      ) => api.request('GET', '/api-keys/{id}/usage/summary', { path: { id }, query, ...options }),
      /** Calls with all keys, counted: for those who manage them. */
      overview: (query: QueryOf<operations['getUsageSummary']> = {}, options: CallOptions = {}) =>
        api.request('GET', '/usage/summary', { query, ...options }),
    },
    /** The verdict about a key that a service was sent. It counts as a call with the key, and so is tried once. */
    verify: (body: Verification, options: CallOptions = {}) =>
      api.request('POST', '/verify', { body, ...options }),
    scopes: (options: CallOptions = {}) => api.request('GET', '/scopes', options),
    /** Who the credential is. */
    me: (options: CallOptions = {}) => api.request('GET', '/me', options),
    /** Where the deployment is, and who signs people in; needs no credential. */
    config: (options: CallOptions = {}) => api.request('GET', '/config', options),
    /** Tiers, key policy, prefix, retentions, and names to pick from. */
    settings: (options: CallOptions = {}) => api.request('GET', '/settings', options),
  };
}

export type Resources = ReturnType<typeof createResources>;
