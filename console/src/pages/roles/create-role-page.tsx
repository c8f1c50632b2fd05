import { NameTakenError } from '@latchkey/client';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';
import { newRoleHref, roleHref, rolesHref } from './hrefs.ts';
import { RoleForm, type RoleValues } from './role-form.tsx';

const first: RoleValues = { name: '', description: '', scopes: [], accessRights: {} };

export function CreateRolePage() {
  const { roles } = texts;
  useTrail({ text: roles.title, href: rolesHref }, { text: roles.create, href: newRoleHref });
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const creating = useMutation({
    mutationFn: (values: RoleValues) => api.roles.create(values),
    onSuccess: ({ name }) => {
      void queries.invalidateQueries({ queryKey: ['roles'] });
      history.push(roleHref(name), undefined, { ignoreBlocker: true });
      notify({ type: 'success', content: roles.created(name) });
    },
  });
  return (
    <ContentLayout header={<Header variant="h1">{roles.create}</Header>}>
      <RoleForm
        first={first}
        isThere={false}
        submitText={roles.create}
        cancelHref={rolesHref}
        isSaving={creating.isPending}
        error={creating.error instanceof NameTakenError ? null : creating.error}
        taken={creating.error instanceof NameTakenError}
        save={(values) => creating.mutate(values)}
      />
    </ContentLayout>
  );
}
