import type { ApiKeyId } from '../contract/brands.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import type { Clock } from '../domain/ports.ts';
import { fromItem } from './api-key-item.ts';
import type { RegistryTable } from './client.ts';
import { isPastTtl } from './conditions.ts';
import { getItem } from './get-item.ts';
import { apiKeyKey } from './keys.ts';

/** Single API keys of the registry, strongly consistent. */
export interface ApiKeyReader {
  /** Null for a key that is not there or past its ttl. */
  get(id: ApiKeyId): Promise<ApiKey | null>;
}

export function createApiKeyReader(table: RegistryTable, now: Clock['now']): ApiKeyReader {
  return {
    async get(id) {
      const item = await getItem(table, apiKeyKey(id));
      return item === null || isPastTtl(item, now()) ? null : fromItem(item);
    },
  };
}
