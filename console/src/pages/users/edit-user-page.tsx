import { etagOf, type User } from '@latchkey/client';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ChangedMeanwhile, type Difference } from '../../forms/changed-meanwhile.tsx';
import { useSave } from '../../forms/use-save.ts';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useServices } from '../../start/services.ts';
import { PagePending } from '../../states/page-pending.tsx';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { userHref, usersHref } from './hrefs.ts';
import { useUser } from './use-user.ts';
import { UserForm, type UserValues } from './user-form.tsx';

const route = getRouteApi('/users/$userId/edit');

export function EditUserPage() {
  const { userId } = route.useParams();
  const { users } = texts;
  useTrail(
    { text: users.title, href: usersHref },
    { text: userId, href: userHref(userId) },
    { text: users.edit, href: `${userHref(userId)}/edit` },
  );
  const { data: user, error, refetch } = useUser(userId);
  const [theirs, setTheirs] = useState<User | null>(null);
  if (user === undefined) {
    return <PagePending title={userId} error={error} retry={() => void refetch()} />;
  }
  return (
    <ContentLayout
      header={
        <Header variant="h1">
          {users.editTitle} <Named>{user.displayName}</Named>
        </Header>
      }
    >
      <EditUser
        key={theirs === null ? '' : (etagOf(theirs) ?? '')}
        user={theirs ?? user}
        restart={setTheirs}
      />
    </ContentLayout>
  );
}

interface EditUserProps {
  readonly user: User;
  /** Begins anew with another version. */
  readonly restart: (user: User) => void;
}

function EditUser({ user: given, restart }: EditUserProps) {
  // What is edited stays the version that it began with, whatever is read meanwhile.
  const [user] = useState(given);
  const { userId } = user;
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const [first] = useState<UserValues>({ ...pick(user), invite: false });
  const [mine, setMine] = useState(first);
  const saving = useSave<User, UserValues>({
    base: user,
    save: ({ displayName, roles }, base) =>
      api.users.update(userId, { displayName, roles }, { ifMatch: etagOf(base) }),
    reload: () => api.users.get(userId),
    done: (saved) => {
      queries.setQueryData(['users', 'one', userId], saved);
      for (const resource of ['users', 'api-keys', 'me']) {
        void queries.invalidateQueries({ queryKey: [resource] });
      }
      history.push(userHref(userId), undefined, { ignoreBlocker: true });
      notify({ type: 'success', content: texts.users.saved(saved.displayName) });
    },
  });
  const { theirs } = saving;
  return (
    <UserForm
      first={first}
      isThere
      isInvitable={false}
      submitText={texts.forms.save}
      cancelHref={userHref(userId)}
      isSaving={saving.isSaving}
      error={saving.error}
      save={(values) => {
        setMine(values);
        saving.save(values);
      }}
    >
      {theirs !== null && (
        <ChangedMeanwhile
          differences={differencesOf(theirs, mine)}
          keepMine={saving.keepMine}
          takeTheirs={() => restart(theirs)}
        />
      )}
    </UserForm>
  );
}

type Shown = Pick<User, 'userId' | 'displayName' | 'roles'>;

function pick({ userId, displayName, roles }: Shown): Shown {
  return { userId, displayName, roles };
}

function differencesOf(theirs: Shown, mine: Shown): readonly Difference[] {
  const { users } = texts;
  const sorted = ({ roles }: Shown) => [...roles].toSorted((a, b) => a.localeCompare(b)).join('\n');
  return [
    { field: users.displayName, theirs: theirs.displayName, mine: mine.displayName },
    { field: users.columns.roles, theirs: sorted(theirs), mine: sorted(mine) },
  ].filter((difference) => difference.theirs !== difference.mine);
}
