import fc from 'fast-check';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { permissions, restriction } from './memory-arbitraries.ts';
import { noon, predictableRandom } from './memory-ports.ts';
import { aRole, aUser, mintKey } from './memory-records.ts';
import { MemoryStores } from './memory-stores.ts';

const owner = 'ci-bot@example.com';

/** One key, its user and the roles that there are: in every state that decides about a call. */
export const world = fc.record({
  roles: fc.dictionary(fc.constantFrom('red', 'green', 'blue'), permissions, { maxKeys: 3 }),
  user: fc.record({
    status: fc.constantFrom('active', 'active', 'active', 'disabled'),
    roles: fc.subarray(['red', 'green', 'blue', 'gone']),
  }),
  key: fc
    .tuple(
      restriction,
      fc.record({
        pausedBy: fc.constantFrom(null, null, null, owner),
        expiresAt: fc.constantFrom(null, noon - 1, noon, noon + 1),
        allowedIps: fc.constantFrom(null, null, ['203.0.113.0/24'], ['::1', '203.0.113.7']),
      }),
    )
    .map(([limits, state]) => ({ ...limits, ...state })),
});

export type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;

/** The same in memory, with an administrator. */
export function storesOf({ roles, user, key: fields }: Of<typeof world>) {
  const memory = new MemoryStores('admin@example.com', []);
  const { plaintext, hash } = mintSecret('lk', predictableRandom());
  const { key } = mintKey({ userId: owner, secretHash: hash });
  const stored = { ...key, ...fields };
  memory.keys.set(key.id, stored);
  memory.users.set(owner, aUser({ userId: owner, ...user }));
  for (const [name, grant] of Object.entries(roles)) memory.roles.set(name, aRole({ name, ...grant }));
  return { memory, plaintext, key, stored };
}
