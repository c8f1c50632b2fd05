import { etagOf, InUseError, type Role } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useNotify } from '../../frame/notifications.tsx';
import { Confirmation } from '../../forms/confirmation.tsx';
import { useServices } from '../../start/services.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { rolesHref } from './hrefs.ts';

interface DeleteRoleProps {
  readonly role: Role;
  readonly close: () => void;
}

/** Deletes a role that nobody holds, or says who stands in the way. */
export function DeleteRole({ role, close }: DeleteRoleProps) {
  const { roles } = texts;
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const deleting = useMutation({
    mutationFn: () => api.roles.delete(role.name, { ifMatch: etagOf(role) }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['roles', 'one', role.name] });
      history.push(rolesHref);
      void queries.invalidateQueries({ queryKey: ['roles'] });
      notify({ type: 'success', content: roles.deleted(role.name) });
    },
  });
  const isHeld = deleting.error instanceof InUseError;
  return (
    <Confirmation
      title={roles.deleteTitle}
      confirm={roles.delete}
      isBusy={deleting.isPending}
      error={isHeld ? null : deleting.error}
      act={() => deleting.mutate()}
      close={close}
    >
      <Box variant="p">
        {roles.deleteDetail} <Named>{role.name}</Named>
      </Box>
      {isHeld && (
        <Alert type="error" header={roles.inUse}>
          {roles.inUseDetail}
        </Alert>
      )}
    </Confirmation>
  );
}
