import { createRoleCache } from '../../lambdas/verdict/role-cache.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { ttlAt } from '../../lambdas/domain/time.ts';
import { authenticateOver } from '../support/memory-authorizer.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { aCredential } from '../support/memory-records.ts';

const now = () => noon;

test('a credential has what was stored of the key, and nothing of the item that it was stored in', async () => {
  const { plaintext } = mintSecret('lk', predictableRandom());
  const goneAt = noon + 86_400_500;
  const table = new MemoryCredentials();
  table.putCredential(plaintext, { rateLimitTier: 'enterprise', ttl: ttlAt(goneAt) });
  const authenticate = authenticateOver(table, createRoleCache(table, now), now);
  const { credential } = await authenticate(plaintext, { sourceIp: null });
  expect(credential).toEqual({ ...aCredential(), rateLimitTier: 'enterprise', goneAt });
});
