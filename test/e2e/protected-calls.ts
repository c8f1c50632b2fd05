import type { Told } from './raw-caller.ts';

/** One route of each API, by how the API is protected. */
export const calls = {
  deny: 'GET /lab/p/sales/models/forecast',
  'deny with 401': 'GET /strict/orders',
  middleware: 'GET /shop/orders',
  observe: 'GET /watched/orders',
} as const;

export const everyMode: readonly string[] = Object.values(calls);

/** The status, and of a refusal its code; the gateway's own refusals have none. */
export function outcomeOf({ status, body }: Told): string {
  return status < 400 ? String(status) : `${status} ${body?.code ?? 'of the gateway'}`;
}

/** What is called with a key that may read everything of the project sales, and what becomes of it. */
export const paths: readonly (readonly [what: string, call: string, outcome: string])[] = [
  ['a stage that is not registered', 'GET /stray/orders', '403 API_UNKNOWN'],
  ['a path that no resource has', 'GET /strict/nothing', '403 of the gateway'],
  ['HEAD, where GET is listed', 'HEAD /strict/orders', '403 of the gateway'],
  ['another method', 'DELETE /strict/orders', '403 of the gateway'],
  ['a slash at the end, which the gateway takes off', 'GET /strict/orders/', '200'],
  ['an encoded literal', 'GET /strict/%6frders', '403 of the gateway'],
  ['dots', 'GET /strict/p/../orders', '403 of the gateway'],
  ['a parameter', 'GET /strict/p/sales', '200'],
  ['a parameter that is encoded', 'GET /strict/p/s%61les', '200'],
  ['a parameter with an encoded slash', 'GET /strict/p/sales%2Fx', '403 ROUTE_UNKNOWN'],
  ['a parameter that is dots', 'GET /strict/p/..', '403 ROUTE_UNKNOWN'],
  ['a parameter that is encoded dots', 'GET /strict/p/%2e%2e', '403 ROUTE_UNKNOWN'],
  ['a parameter that is encoded twice', 'GET /strict/p/s%2561les', '403 ROUTE_UNKNOWN'],
  ['a parameter that is a wildcard', 'GET /strict/p/*', '403 ROUTE_UNKNOWN'],
  ['a greedy path, with HEAD', 'HEAD /strict/files/a/b', '200'],
  ['a more exact route beside a greedy one', 'GET /strict/files/secret', '403 INSUFFICIENT_PERMISSIONS'],
  ['another method of it, which the greedy one has', 'POST /strict/files/secret', '403 of the gateway'],
  ['it encoded', 'GET /strict/files/%73ecret', '403 ROUTE_UNKNOWN'],
  ['it behind an encoded slash', 'GET /strict/files/%2Fsecret', '403 ROUTE_UNKNOWN'],
  ['it by a detour', 'GET /strict/files/a/../secret', '403 ROUTE_UNKNOWN'],
];

/**
 * Who calls, by the fields of their key (null for none), and what becomes of the call to each API but the one that is
 * observed.
 */
export const callers: readonly (readonly [
  who: string,
  fields: { readonly status?: string; readonly [field: string]: unknown } | null,
  deny: string,
  denyWith401: string,
  middleware: string,
])[] = [
  ['the right key', {}, '200', '200', '200'],
  ['nobody', null, '403 UNAUTHENTICATED', '401 UNAUTHENTICATED', '403 UNAUTHENTICATED'],
  [
    'a key that is paused',
    { status: 'paused' },
    '403 API_KEY_PAUSED',
    '401 UNAUTHENTICATED',
    '403 API_KEY_PAUSED',
  ],
  [
    'a key of another address',
    { allowedIps: ['192.0.2.1'] },
    '403 IP_NOT_ALLOWED',
    '403 IP_NOT_ALLOWED',
    '403 IP_NOT_ALLOWED',
  ],
  [
    'a key that lacks what is required',
    { scopes: ['metadata:read'], accessRights: {} },
    '403 INSUFFICIENT_PERMISSIONS',
    '403 INSUFFICIENT_PERMISSIONS',
    '403 INSUFFICIENT_PERMISSIONS',
  ],
];
