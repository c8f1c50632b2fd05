import type { SecretHash } from '../contract/brands.ts';
import { credentialKey, limiterKey } from '../contract/credential-items.ts';
import type { ApiKey } from '../domain/keys/api-key.ts';
import { toCredentialItem, toRetiringItem, ttlOf } from './api-key-item.ts';
import type { Tables } from './client.ts';
import { freeFor, type Guard, heldBy } from './conditions.ts';
import { nameGuardKey, userPointerKey } from './keys.ts';
import type { Write } from './transaction.ts';
import { put, remove } from './writes.ts';

/** Takes a key's name, or holds it on. */
export function holdName(
  { registry }: Tables,
  key: ApiKey,
  retentionDays: number,
  nowMs: number,
): Write<'name'> {
  const guard = { ...nameGuardKey(key.name), apiKeyId: key.id, ttl: ttlOf(key, retentionDays) };
  return put('name', registry, guard, freeFor(key.id, nowMs));
}

/** Gives a key's name free. */
export function releaseName({ registry }: Tables, { id, name }: ApiKey): Write<'name'> {
  return remove('name', registry, nameGuardKey(name), heldBy(id));
}

/** Lets the authorizer know of a key's current secret. */
export function putCredential(
  { credentials }: Tables,
  key: ApiKey,
  retentionDays: number,
  guard: Guard,
): Write<'credential'> {
  return put('credential', credentials, toCredentialItem(key, retentionDays), guard);
}

/** Of the secrets that the key had before, the retiring one is kept, and every other goes at once. */
export function retireSecrets(
  { credentials }: Tables,
  before: ApiKey,
  key: ApiKey,
  retentionDays: number,
): Write<'credential'>[] {
  const dropped = hashesOf(before).filter((hash) => !hashesOf(key).includes(hash));
  const retiring = toRetiringItem(key, retentionDays);
  return [
    ...dropped.map((hash) => remove('credential', credentials, credentialKey(hash))),
    ...(retiring === null ? [] : [put('credential', credentials, retiring, heldBy(key.id))]),
  ];
}

/** Removes what a key has beside its record and its name, whatever of it there is. */
export function removeBelongings({ registry, credentials }: Tables, key: ApiKey): Write<'record'>[] {
  return [
    ...hashesOf(key).map((hash) => remove('record', credentials, credentialKey(hash))),
    remove('record', credentials, limiterKey(key.id)),
    remove('record', registry, userPointerKey(key.userId, key.id)),
  ];
}

function hashesOf({ secretHash, retiringHash }: ApiKey): SecretHash[] {
  return retiringHash === null ? [secretHash] : [secretHash, retiringHash];
}
