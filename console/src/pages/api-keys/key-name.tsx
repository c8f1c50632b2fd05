import type { ApiKey } from '@latchkey/client';
import Link from '@cloudscape-design/components/link';
import { useFollow } from '../../frame/follow.ts';
import { Named } from '../../texts/named.tsx';

/** The name of a key, which leads to its page. */
export function KeyName({ id, name }: Pick<ApiKey, 'id' | 'name'>) {
  const follow = useFollow();
  return (
    <Link href={`/api-keys/${id}`} onFollow={follow}>
      <Named>{name}</Named>
    </Link>
  );
}
