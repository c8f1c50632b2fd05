import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ApiKey } from '../domain/keys/api-key.ts';
import type { Clock } from '../domain/ports.ts';
import { fromItem } from './api-key-item.ts';
import type { RegistryTable } from './client.ts';
import { isPastTtl } from './conditions.ts';
import { apiKeyKey, nameGuardKey, type RegistryKey } from './keys.ts';
import { orUnavailable } from './unavailable.ts';

/** Single API keys of the registry, strongly consistent. */
export interface ApiKeyReader {
  /** Null for a key that is not there or past its ttl. */
  get(id: string): Promise<ApiKey | null>;
  /** True where a live key has the name. */
  isNameTaken(name: string): Promise<boolean>;
}

export function createApiKeyReader({ client, registry }: RegistryTable, now: Clock['now']): ApiKeyReader {
  async function read(Key: RegistryKey): Promise<Record<string, unknown> | null> {
    const { Item } = await orUnavailable(() =>
      client.send(new GetCommand({ TableName: registry, Key, ConsistentRead: true })),
    );
    return Item === undefined || isPastTtl(Item, now()) ? null : Item;
  }

  return {
    async get(id) {
      const item = await read(apiKeyKey(id));
      return item === null ? null : fromItem(item);
    },
    async isNameTaken(name) {
      return (await read(nameGuardKey(name))) !== null;
    },
  };
}
