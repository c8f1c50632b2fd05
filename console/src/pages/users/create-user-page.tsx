import { type CreatedUser, ConflictError } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useNotify } from '../../frame/notifications.tsx';
import { PageLink } from '../../frame/page-link.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useServices } from '../../start/services.ts';
import { PagePending } from '../../states/page-pending.tsx';
import { texts } from '../../texts/texts.ts';
import { newUserHref, userHref, usersHref } from './hrefs.ts';
import { UserForm, type UserValues } from './user-form.tsx';

const route = getRouteApi('/users/~create');

export function CreateUserPage() {
  const { users } = texts;
  useTrail({ text: users.title, href: usersHref }, { text: users.create, href: newUserHref });
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const given = route.useSearch();
  const [first] = useState<UserValues>({
    userId: given.userId ?? '',
    displayName: '',
    roles: [],
    invite: false,
  });
  const config = useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => api.request('GET', '/config', { signal }),
    staleTime: Infinity,
  });
  const creating = useMutation({
    mutationFn: ({ displayName, invite, ...values }: UserValues): Promise<CreatedUser> =>
      api.users.create({ ...values, ...(displayName !== '' && { displayName }), ...(invite && { invite }) }),
    onSuccess: ({ userId, displayName, invitation }) => {
      void queries.invalidateQueries({ queryKey: ['users'] });
      history.push(userHref(userId), undefined, { ignoreBlocker: true });
      notify({
        type: 'success',
        content: users.created(displayName),
        ...(invitation && { header: users.invitations[invitation] }),
      });
    },
  });
  if (config.data === undefined) {
    return <PagePending title={users.create} error={config.error} retry={() => void config.refetch()} />;
  }
  const isThere = creating.error instanceof ConflictError;
  return (
    <ContentLayout header={<Header variant="h1">{users.create}</Header>}>
      <UserForm
        first={first}
        isThere={false}
        isInvitable={config.data.invites}
        submitText={users.create}
        cancelHref={usersHref}
        isSaving={creating.isPending}
        error={isThere ? null : creating.error}
        save={(values) => creating.mutate(values)}
      >
        {isThere && creating.variables !== undefined && (
          <Alert type="error" header={users.isThere}>
            <PageLink href={userHref(creating.variables.userId)}>{users.show}</PageLink>
          </Alert>
        )}
      </UserForm>
    </ContentLayout>
  );
}
