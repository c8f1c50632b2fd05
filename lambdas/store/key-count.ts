import type { ApiKey } from '../domain/keys/api-key.ts';
import type { RegistryTable } from './client.ts';
import { countsAtLeast, type Guard } from './conditions.ts';
import { userKey } from './keys.ts';
import type { Write } from './transaction.ts';
import { add } from './writes.ts';

/** Counts a new key of a user, who must be active, have a role, and have fewer keys than the most allowed. */
export function countKey(
  { registry }: RegistryTable,
  { userId }: ApiKey,
  maxKeysPerUser: number,
): Write<'user'> {
  const mayHaveKeys: Guard = {
    ConditionExpression: '#status = :active AND size(#roles) > :none AND keyCount < :max',
    ExpressionAttributeNames: { '#status': 'status', '#roles': 'roles' },
    ExpressionAttributeValues: { ':none': 0, ':active': 'active', ':max': maxKeysPerUser },
  };
  return add('user', registry, userKey(userId), { keyCount: 1 }, mayHaveKeys);
}

/** Counts so many keys of a user no more. */
export function uncountKeys({ registry }: RegistryTable, userId: string, keys: number): Write<'user'> {
  return add('user', registry, userKey(userId), { keyCount: -keys }, countsAtLeast('keyCount', keys));
}
