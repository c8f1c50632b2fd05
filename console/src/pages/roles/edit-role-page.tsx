import { etagOf, type Role } from '@latchkey/client';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ChangedMeanwhile } from '../../forms/changed-meanwhile.tsx';
import { useSave } from '../../forms/use-save.ts';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useServices } from '../../start/services.ts';
import { PagePending } from '../../states/page-pending.tsx';
import { texts } from '../../texts/texts.ts';
import { Effect } from './effect.tsx';
import { roleHref, rolesHref } from './hrefs.ts';
import { differencesOf } from './role-differences.ts';
import { RoleForm, type RoleValues } from './role-form.tsx';
import { useRole } from './use-role.ts';

const route = getRouteApi('/roles/$name/edit');

export function EditRolePage() {
  const { name } = route.useParams();
  const { roles } = texts;
  useTrail(
    { text: roles.title, href: rolesHref },
    { text: name, href: roleHref(name) },
    { text: roles.edit, href: `${roleHref(name)}/edit` },
  );
  const { data, error, refetch } = useRole(name);
  const [theirs, setTheirs] = useState<Role | null>(null);
  if (data === undefined) {
    return <PagePending title={roles.editTitle(name)} error={error} retry={() => void refetch()} />;
  }
  return (
    <ContentLayout header={<Header variant="h1">{roles.editTitle(name)}</Header>}>
      <EditRole
        key={theirs === null ? '' : (etagOf(theirs) ?? '')}
        role={theirs ?? data}
        restart={setTheirs}
      />
    </ContentLayout>
  );
}

interface EditRoleProps {
  readonly role: Role;
  /** Begins anew with another version. */
  readonly restart: (role: Role) => void;
}

function EditRole({ role: given, restart }: EditRoleProps) {
  // What is edited stays the version that it began with, whatever is read meanwhile.
  const [role] = useState(given);
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const [mine, setMine] = useState<RoleValues>(role);
  const { name } = role;
  const saving = useSave<Role, RoleValues>({
    base: role,
    save: ({ description, scopes: chosen, accessRights }, base) =>
      api.roles.replace(name, { description, scopes: chosen, accessRights }, { ifMatch: etagOf(base) }),
    reload: () => api.roles.get(name),
    done: (saved) => {
      queries.setQueryData(['roles', 'one', name], saved);
      void queries.invalidateQueries({ queryKey: ['roles'] });
      void queries.invalidateQueries({ queryKey: ['me'] });
      history.push(roleHref(name), undefined, { ignoreBlocker: true });
      notify({ type: 'success', content: texts.roles.saved(name) });
    },
  });
  const { theirs } = saving;
  return (
    <RoleForm
      first={role}
      isThere
      submitText={texts.forms.save}
      cancelHref={roleHref(name)}
      isSaving={saving.isSaving}
      error={saving.error}
      save={(values) => {
        setMine(values);
        saving.save(values);
      }}
    >
      {(values) => (
        <>
          <Effect role={saving.base} values={values} />
          {theirs !== null && (
            <ChangedMeanwhile
              differences={differencesOf(theirs, mine)}
              keepMine={saving.keepMine}
              takeTheirs={() => restart(theirs)}
            />
          )}
        </>
      )}
    </RoleForm>
  );
}
