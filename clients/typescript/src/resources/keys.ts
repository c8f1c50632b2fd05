import { type MintedKey, withSecret } from '../client/minted.ts';
import type { QueryOf } from '../client/operation-types.ts';
import type { CallOptions } from '../client/options.ts';
import type {
  ApiKeyChanges,
  ApiKeyCounts,
  ApiKeyDuplication,
  ApiKeyRotation,
  ApiKeyTest,
  MintedApiKey,
  NewApiKey,
  operations,
} from '../generated/api.ts';
import type { Api } from '../client/api.ts';

type CountsQuery = Omit<QueryOf<operations['countApiKeys']>, 'cursor'>;

/** `/api-keys`. What makes a secret is done once, however often it is tried; see `SecretLost`. */
export function createKeys(api: Api, onLostSecret: 'throw' | 'rotate') {
  const at = (id: string, options: CallOptions) => ({ path: { id }, ...options });
  const rotateAnew = (options: CallOptions) => (id: string) => {
    const { idempotencyKey: _, ifMatch: __, ...others } = options;
    return api.request('POST', '/api-keys/{id}/rotate', at(id, others));
  };
  const secretOf = (record: MintedApiKey, options: CallOptions): Promise<MintedKey> =>
    withSecret(record, (options.onLostSecret ?? onLostSecret) === 'rotate' ? rotateAnew(options) : null);
  const countSteps = (query: CountsQuery = {}, options: CallOptions = {}) =>
    api.steps('/api-keys/counts', { query, ...options });
  return {
    list: (query: QueryOf<operations['listApiKeys']> = {}, options: CallOptions = {}) =>
      api.list('/api-keys', { query, ...options }),
    /** How many keys of each kind the list with these filters has, all of them as of `asOf`. */
    async counts(query: CountsQuery = {}, options: CallOptions = {}): Promise<ApiKeyCounts> {
      let last: ApiKeyCounts | undefined;
      for await (const counts of countSteps(query, options)) last = counts;
      return last as ApiKeyCounts;
    },
    /** The same while it is counted: what is known so far, every two seconds; the last are the whole. */
    countSteps,
    get: (id: string, options: CallOptions = {}) => api.request('GET', '/api-keys/{id}', at(id, options)),
    async create(body: NewApiKey, options: CallOptions = {}): Promise<MintedKey> {
      return secretOf(await api.request('POST', '/api-keys', { body, ...options }), options);
    },
    async duplicate(id: string, body: ApiKeyDuplication, options: CallOptions = {}): Promise<MintedKey> {
      const record = await api.request('POST', '/api-keys/{id}/duplicate', { body, ...at(id, options) });
      return secretOf(record, options);
    },
    /**
     * Where the secret of a rotation with a grace period is lost, it is not replaced: that would end the former secret,
     * which is in use still.
     */
    async rotate(id: string, body: ApiKeyRotation = {}, options: CallOptions = {}): Promise<MintedKey> {
      const record = await api.request('POST', '/api-keys/{id}/rotate', { body, ...at(id, options) });
      return secretOf(
        record,
        record.rotationEndsAt === null ? options : { ...options, onLostSecret: 'throw' },
      );
    },
    update: (id: string, body: ApiKeyChanges, options: CallOptions = {}) =>
      api.request('PATCH', '/api-keys/{id}', { body, ...at(id, options) }),
    delete: (id: string, options: CallOptions = {}) =>
      api.request('DELETE', '/api-keys/{id}', at(id, options)),
    pause: (id: string, options: CallOptions = {}) =>
      api.request('POST', '/api-keys/{id}/pause', at(id, options)),
    resume: (id: string, options: CallOptions = {}) =>
      api.request('POST', '/api-keys/{id}/resume', at(id, options)),
    /** What a key as asked for could do, and what `create` would refuse. Nothing is written. */
    preview: (body: NewApiKey, options: CallOptions = {}) =>
      api.request('POST', '/api-keys/preview', { body, ...options }),
    /** The same of a key after these changes, and what `update` would refuse. */
    previewChanges: (id: string, body: ApiKeyChanges, options: CallOptions = {}) =>
      api.request('POST', '/api-keys/{id}/preview', { body, ...at(id, options) }),
    /** What a call with the key would meet; it costs the key nothing. */
    test: (id: string, body: ApiKeyTest, options: CallOptions = {}) =>
      api.request('POST', '/api-keys/{id}/test', { body, ...at(id, options) }),
  };
}
