import fc from 'fast-check';
import type { Permissions } from '../../lambdas/domain/permissions/permissions.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { permissions, restriction } from './memory-arbitraries.ts';
import { noon, predictableRandom } from './memory-ports.ts';
import { aRole, aUser, mintKey } from './memory-records.ts';
import { MemoryStores } from './memory-stores.ts';

const owner = 'ci-bot@example.com';

const everything: Permissions = {
  scopes: ['*'],
  accessRights: {
    projects: { '*': { modules: { '*': 'write' }, environments: { '*': ['read', 'execute', 'deploy'] } } },
  },
};
/** Four times of five what lets a call through: else hardly any of them gets as far as its permissions. */
const mostly = <T>(value: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const granted = fc.oneof(permissions, fc.constant(everything));

/** One key, its user and the roles that there are: in every state that decides about a call. */
export const world = fc.record({
  roles: fc.dictionary(fc.constantFrom('red', 'green', 'blue'), granted, { minKeys: 1, maxKeys: 3 }),
  user: fc.record({
    status: mostly<'active' | 'disabled'>('active', 'disabled'),
    roles: fc.subarray(['red', 'green', 'blue', 'gone']),
  }),
  key: fc
    .tuple(
      fc.oneof(restriction, fc.constant({ scopes: null, accessRights: null })),
      fc.record({
        pausedBy: mostly<string | null>(null, owner),
        expiresAt: mostly<number | null>(null, noon - 1, noon, noon + 1),
        allowedIps: mostly<string[] | null>(null, ['203.0.113.0/24'], ['::1', '203.0.113.7']),
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
