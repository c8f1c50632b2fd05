import { etagOf, type Role, type Scope, type Settings } from '@latchkey/client';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ChangedMeanwhile } from '../../forms/changed-meanwhile.tsx';
import { useSave } from '../../forms/use-save.ts';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useScopeCatalogue, useSettings } from '../../rights-editor/catalogue.ts';
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
  const role = useRole(name);
  const scopes = useScopeCatalogue();
  const settings = useSettings();
  const failed = [role, scopes, settings].find(({ error }) => error !== null);
  const [theirs, setTheirs] = useState<Role | null>(null);
  if (role.data === undefined || scopes.data === undefined || settings.data === undefined) {
    return (
      <PagePending
        title={roles.editTitle(name)}
        error={failed?.error ?? null}
        retry={() => void failed?.refetch()}
      />
    );
  }
  return (
    <ContentLayout header={<Header variant="h1">{roles.editTitle(name)}</Header>}>
      <EditRole
        key={theirs === null ? '' : (etagOf(theirs) ?? '')}
        role={theirs ?? role.data}
        scopes={scopes.data}
        settings={settings.data}
        restart={setTheirs}
      />
    </ContentLayout>
  );
}

interface EditRoleProps {
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly settings: Settings;
  /** Begins anew with another version. */
  readonly restart: (role: Role) => void;
}

function EditRole({ role: given, scopes, settings, restart }: EditRoleProps) {
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
      scopes={scopes}
      catalogue={settings.catalogue}
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
