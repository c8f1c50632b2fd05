import { isDeepStrictEqual } from 'node:util';
import type { SecretHash } from '../../../lambdas/contract/brands.ts';
import type { CredentialItem } from '../../../lambdas/contract/credential-items.ts';
import type { ApiKey } from '../../../lambdas/domain/keys/api-key.ts';
import { toCredentialItem } from '../../../lambdas/store/api-key-item.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Situation } from './situation.ts';

/** Hashes of a key's secrets that Credentials still has, though its record is lost. */
export interface LiveSecrets {
  readonly current?: SecretHash;
  readonly retiring?: SecretHash;
}

/** By the id of the key: only keys without a record. */
export function liveSecretsOf({ credentials, keys }: Snapshot): Map<string, LiveSecrets> {
  const found = new Map<string, LiveSecrets>();
  for (const [hash, { apiKeyId, retiresAt }] of credentials) {
    if (keys.has(apiKeyId)) continue;
    const secret = retiresAt === null ? { current: hash } : { retiring: hash };
    found.set(apiKeyId, { ...found.get(apiKeyId), ...secret });
  }
  return found;
}

/** True where Credentials still has the current secret, with other content than the key would give it. */
export function differsFromLive(key: ApiKey, { live, retentionDays }: Situation): boolean {
  const stored = live.credentials.get(key.secretHash);
  return (
    stored !== undefined &&
    !isDeepStrictEqual(compared(stored), compared(toCredentialItem(key, retentionDays)))
  );
}

/** All but what depends on the configuration, and the name, which means nothing. */
function compared({ ...credential }: CredentialItem & { pk?: string }): unknown {
  const { pk: _, ttl: __, name: ___, ...rest } = credential;
  return rest;
}
