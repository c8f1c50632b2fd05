import Box from '@cloudscape-design/components/box';
import { useFirst } from '../../listing/use-first.ts';
import { useServices } from '../../start/services.ts';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

const wanted = 100;

/** How many users and keys a change is about, for those who do not see the keys of others. */
export function AffectedHolders({ role }: { readonly role: string }) {
  const { effect } = texts.roles;
  const { api } = useServices();
  const { items, isWhole } = useFirst({
    queryKey: ['users', 'holders', role],
    wanted,
    read: (query, { signal }) =>
      api.list('/roles/{name}/holders', { path: { name: role }, query, signal }).page(),
  });
  if (items === undefined) return null;
  const keys = items.reduce((sum, { keyCount }) => sum + keyCount, 0);
  const say = isWhole ? effect.holders : effect.firstHolders;
  return <Box variant="p">{say(formatNumber(items.length), formatNumber(keys))}</Box>;
}
