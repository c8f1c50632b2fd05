import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../start/services.ts';
import { FirstSteps } from './first-steps.tsx';

const pollMs = 10_000;

/** For somebody none of whose keys was ever called with: the way to the first call. */
export function OwnSteps() {
  const { api } = useServices();
  const { data: hasCalled } = useQuery({
    queryKey: ['api-keys', 'any-used'],
    queryFn: async ({ signal }) => {
      for await (const { items } of api.keys.list({ neverUsed: false, limit: 1 }, { signal }).pages()) {
        if (items.length > 0) return true;
      }
      return false;
    },
    refetchInterval: ({ state }) => (state.data === false ? pollMs : false),
  });
  return hasCalled === false ? <FirstSteps isOwn /> : null;
}
