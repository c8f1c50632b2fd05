import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { createAuthenticate } from '../../lambdas/verdict/authenticate.ts';
import { verdictsOver } from '../../lambdas/verdict/dependencies.ts';
import { ttlAt } from '../../lambdas/domain/time.ts';
import { MemoryCredentials } from '../support/memory-credentials.ts';
import { MemoryLimiterStore } from '../support/memory-limiter.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { aCredential } from '../support/memory-records.ts';
import { settings } from '../support/memory-settings.ts';

test('a credential has what was stored of the key, and nothing of the item that it was stored in', async () => {
  const { plaintext } = mintSecret('lk', predictableRandom());
  const goneAt = noon + 86_400_500;
  const reader = new MemoryCredentials();
  reader.putCredential(plaintext, { rateLimitTier: 'enterprise', ttl: ttlAt(goneAt) });
  const table = { reader, limiterStore: new MemoryLimiterStore() };
  const authenticate = createAuthenticate(
    verdictsOver(
      table,
      settings,
      () => noon,
      () => {},
    ),
  );
  const { credential } = await authenticate(plaintext, { sourceIp: null });
  expect(credential).toEqual({ ...aCredential(), rateLimitTier: 'enterprise', goneAt });
});
