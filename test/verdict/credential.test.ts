import { createRoleCache } from '../../lambdas/verdict/role-cache.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { authenticateOver } from '../support/memory-authorizer.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { aCredential } from '../support/memory-records.ts';

const now = () => noon;

test('a credential has what was stored of the key, and nothing of the item that it was stored in', async () => {
  const { plaintext } = mintSecret('lk', predictableRandom());
  const ttl = noon / 1_000 + 86_400.5;
  const table = new MemoryCredentials();
  table.putCredential(plaintext, { rateLimitTier: 'enterprise', ttl });
  const authenticate = authenticateOver(table, createRoleCache(table, now), now);
  const { credential } = await authenticate(plaintext, { sourceIp: null });
  expect(credential).toEqual({ ...aCredential(), rateLimitTier: 'enterprise', goneAt: ttl * 1_000 });
});
