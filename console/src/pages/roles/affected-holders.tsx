import Box from '@cloudscape-design/components/box';
import { useQuery } from '@tanstack/react-query';
import { useServices } from '../../start/services.ts';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

const limit = 100;

/** How many users and keys a change is about, for those who do not see the keys of others. */
export function AffectedHolders({ role }: { readonly role: string }) {
  const { effect } = texts.roles;
  const { api } = useServices();
  const { data } = useQuery({
    queryKey: ['users', 'holders', role, 'first'],
    queryFn: ({ signal }) =>
      api.list('/roles/{name}/holders', { path: { name: role }, query: { limit }, signal }).page(),
  });
  if (data === undefined) return null;
  const keys = data.items.reduce((sum, { keyCount }) => sum + keyCount, 0);
  const say = data.cursor === null ? effect.holders : effect.firstHolders;
  return <Box variant="p">{say(formatNumber(data.items.length), formatNumber(keys))}</Box>;
}
