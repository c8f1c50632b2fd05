import { etagOf, InUseError, type User } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { usePrincipal } from '../../api/principal.ts';
import { Confirmation } from '../../forms/confirmation.tsx';
import { useNotify } from '../../frame/notifications.tsx';
import { useServices } from '../../start/services.ts';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { usersHref } from './hrefs.ts';

export type Deed = 'disable' | 'enable' | 'revoke' | 'delete';

interface UserDeedProps {
  readonly user: User;
  readonly deed: Deed;
  readonly close: () => void;
}

/** Asks before something is done to a user, and says what follows from it. */
export function UserDeed({ user, deed, close }: UserDeedProps) {
  const { deeds } = texts.users;
  const { userId, keyCount } = user;
  const { api } = useServices();
  const router = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const isOneself = usePrincipal().userId === userId;
  const doing = useMutation({
    mutationFn: async (): Promise<string> => {
      const ifMatch = etagOf(user);
      if (deed === 'delete') await api.users.delete(userId, { ifMatch });
      else if (deed === 'revoke') return formatNumber((await api.users.revokeKeys(userId)).revoked);
      else
        await api.users.update(userId, { status: deed === 'disable' ? 'disabled' : 'active' }, { ifMatch });
      return formatNumber(0);
    },
    onSuccess: async (count) => {
      notify({ type: 'success', content: deeds[deed].done(user.displayName, count) });
      if (deed === 'delete') {
        // As long as the page of the user stands, it would ask for whom there is not any more.
        await router.navigate({ to: usersHref });
        queries.removeQueries({ queryKey: ['users', 'one', userId] });
      } else close();
    },
    // Whether it was done or refused, what is shown may be of before.
    onSettled: async () => {
      await Promise.all(
        ['users', 'api-keys', 'me'].map((resource) => queries.invalidateQueries({ queryKey: [resource] })),
      );
    },
  });
  const isInUse = doing.error instanceof InUseError;
  const isGrave = deed === 'delete' || deed === 'revoke';
  return (
    <Confirmation
      title={deeds[deed].title}
      confirm={deeds[deed].action}
      {...(isGrave && { typed: userId })}
      isBusy={doing.isPending}
      error={isInUse ? null : doing.error}
      act={() => doing.mutate()}
      close={close}
    >
      <Box variant="p">
        <Named>{user.displayName}</Named> (<Named>{userId}</Named>):{' '}
        {deeds[deed].detail(formatNumber(keyCount))}
      </Box>
      {isOneself && deed !== 'enable' && <Alert type="warning">{deeds.oneself}</Alert>}
      {isInUse && (
        <Alert type="error" header={deeds.inUse}>
          {deeds.inUseDetail}
        </Alert>
      )}
    </Confirmation>
  );
}
