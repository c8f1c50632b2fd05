import type { ApiKeyDependencies } from '../../lambdas/functions/api-keys/dependencies.ts';
import type { ReadDependencies } from '../../lambdas/functions/reads/dependencies.ts';

/** For tests in which nobody asks for usage, and no key was used. */
export const noUsage: Pick<
  ReadDependencies,
  'listUsage' | 'countUsage' | 'tallyUsage' | 'readCountedSince' | 'readRecordedUntil'
> &
  Pick<ApiKeyDependencies, 'readLastUses'> = {
  listUsage: () => {
    throw new Error('usage is not served here');
  },
  countUsage: () => {
    throw new Error('usage is not served here');
  },
  tallyUsage: () => {
    throw new Error('usage is not served here');
  },
  readCountedSince: async () => null,
  readRecordedUntil: async () => null,
  readLastUses: async () => new Map(),
};
