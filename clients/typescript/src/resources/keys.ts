import { type MintedKey, withSecret } from '../client/minted.ts';
import type { QueryOf } from '../client/operation-types.ts';
import type { CallOptions } from '../client/options.ts';
import type {
  ApiKeyChanges,
  ApiKeyDuplication,
  ApiKeyRotation,
  ApiKeyTest,
  MintedApiKey,
  NewApiKey,
  operations,
} from '../generated/api.ts';
import type { Api } from '../client/api.ts';

/** `/api-keys`. What makes a secret is done once, however often it is tried; see `SecretLost`. */
export function createKeys(api: Api, onLostSecret: 'throw' | 'rotate') {
  const at = (id: string, options: CallOptions) => ({ path: { id }, ...options });
  const rotateAnew = (options: CallOptions) => (id: string) => {
    const { idempotencyKey: _, ifMatch: __, ...others } = options;
    return api.request('POST', '/api-keys/{id}/rotate', at(id, others));
  };
  const secretOf = (record: MintedApiKey, options: CallOptions): Promise<MintedKey> =>
    withSecret(record, (options.onLostSecret ?? onLostSecret) === 'rotate' ? rotateAnew(options) : null);
  return {
    list: (query: QueryOf<operations['listApiKeys']> = {}, options: CallOptions = {}) =>
      api.list('/api-keys', { query, ...options }),
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
    /** What a call with the key would meet; it costs the key nothing. */
    test: (id: string, body: ApiKeyTest, options: CallOptions = {}) =>
      api.request('POST', '/api-keys/{id}/test', { body, ...at(id, options) }),
  };
}
