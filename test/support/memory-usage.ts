import type { ReadDependencies } from '../../lambdas/functions/reads/dependencies.ts';

/** For tests in which nobody asks for usage. */
export const noUsage: Pick<ReadDependencies, 'listUsage' | 'countUsage'> = {
  listUsage: () => {
    throw new Error('usage is not served here');
  },
  countUsage: () => {
    throw new Error('usage is not served here');
  },
};
