/**
 * Mistakes that the types forbid. Nothing runs this: `npm run typecheck` fails as soon as one of them compiles.
 */
import type { ApiKeyId, EpochSeconds, Plaintext, SecretHash } from '../../lambdas/contract/brands.ts';
import { type CredentialItem, credentialKey, limiterKey } from '../../lambdas/contract/credential-items.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { type ApiKey, statusOf } from '../../lambdas/domain/keys/api-key.ts';
import { hashSecret } from '../../lambdas/domain/keys/secret.ts';
import { endOf, isoTime, ttlAt } from '../../lambdas/domain/time.ts';
import type { ApiKeyStore } from '../../lambdas/store/api-keys.ts';
import { apiKeyKey, userPointerKey } from '../../lambdas/store/keys.ts';
import type { PurgeStore } from '../../lambdas/store/purge.ts';
import type { Authenticate } from '../../lambdas/verdict/authenticate.ts';

declare const text: string;
declare const plaintext: Plaintext;
declare const hash: SecretHash;
declare const key: ApiKey;
declare const id: ApiKeyId;
declare const item: CredentialItem;
declare const nowMs: number;
declare const seconds: EpochSeconds;
declare const authenticate: Authenticate;
declare const event: AuditEvent;
declare const keys: ApiKeyStore;
declare const purges: PurgeStore;

export const secrets = {
  // @ts-expect-error -- what nobody has checked is no key
  hashOfAnything: hashSecret(text),
  // @ts-expect-error -- a hash is hashed once
  hashOfHash: hashSecret(hash),
  // @ts-expect-error -- a key is never written, not even as the name of an item
  storedInTheClear: credentialKey(plaintext),
  // @ts-expect-error -- an item is not found by whatever text
  storedByAnything: credentialKey(text),
  // @ts-expect-error -- the id of a key is not its hash
  storedById: credentialKey(id),
  // @ts-expect-error -- a record holds the hash
  recordOfPlaintext: { ...key, secretHash: plaintext } satisfies ApiKey,
  // @ts-expect-error -- who knows the hash does not have the key
  verdictOnHash: authenticate(hash, { sourceIp: null }),
};

export const times = {
  // @ts-expect-error -- a ttl is not in milliseconds
  ttlInMilliseconds: { ...item, ttl: nowMs } satisfies CredentialItem,
  // @ts-expect-error -- milliseconds become a ttl once
  ttlOfTtl: ttlAt(seconds),
  // @ts-expect-error -- a moment is not in seconds
  endOfMilliseconds: endOf(nowMs),
  // @ts-expect-error -- a moment is not in seconds
  textOfSeconds: isoTime(seconds),
  // @ts-expect-error -- a moment is not in seconds
  statusAtSeconds: statusOf(key, seconds),
  // @ts-expect-error -- nothing is added to seconds
  later: seconds + 1,
  // @ts-expect-error -- seconds and milliseconds are not compared
  isOver: seconds <= nowMs,
};

export const ids = {
  // @ts-expect-error -- a text from a path is checked before it names a key
  recordOfAnything: apiKeyKey(text),
  // @ts-expect-error -- a hash is no id
  recordOfHash: apiKeyKey(hash),
  // @ts-expect-error -- nor is a key
  limiterOfPlaintext: limiterKey(plaintext),
  // @ts-expect-error -- first the user, then the key
  swapped: userPointerKey(id, text),
  // @ts-expect-error -- nor does a name find a key
  foundByName: keys.get(key.name),
};

export const removals = {
  // @ts-expect-error -- a removal has a key, whose user counts one less
  ofNothing: keys.remove([]),
  // @ts-expect-error -- a list may be empty
  ofWhoKnows: keys.remove([key].map((each) => ({ key: each, event }))),
  // @ts-expect-error -- as does a purge
  purgeOfNothing: purges.purge([]),
};
