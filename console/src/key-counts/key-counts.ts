import type { ApiKeyCounts } from '@latchkey/client';
import { useQuery } from '@tanstack/react-query';
import { useServices } from '../start/services.ts';

export interface KnownCounts {
  readonly counts: ApiKeyCounts;
  /** Whether all keys have been counted; before that, it is what is known so far. */
  readonly isWhole: boolean;
}

/** Counting reads all keys: what was counted is good for so long. */
const freshMs = 5 * 60_000;
const queryKey = ['api-keys', 'counts'] as const;

/**
 * How many keys of each kind there are, of those that somebody may see. Counting takes several answers where there are
 * many: meanwhile it is told what is known so far, or what was counted the last time.
 */
export function useKeyCounts() {
  const { api } = useServices();
  return useQuery<KnownCounts>({
    queryKey,
    staleTime: freshMs,
    queryFn: async ({ signal, client }) => {
      let known: KnownCounts | undefined;
      for await (const counts of api.keys.countSteps({}, { signal })) {
        if (known !== undefined) tell(known);
        known = { counts, isWhole: false };
      }
      if (known === undefined) throw new Error('Counting ended without an answer');
      return { ...known, isWhole: true };

      function tell(partial: KnownCounts) {
        if (client.getQueryData<KnownCounts>(queryKey)?.isWhole !== true)
          client.setQueryData(queryKey, partial);
      }
    },
  });
}
