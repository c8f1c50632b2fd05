import { etagOf, type ProtectedApi } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Confirmation } from '../../forms/confirmation.tsx';
import { useNotify } from '../../frame/notifications.tsx';
import { useServices } from '../../start/services.ts';
import { texts } from '../../texts/texts.ts';
import { apisHref } from './hrefs.ts';

interface DeleteApiProps {
  readonly api: ProtectedApi;
  readonly close: () => void;
}

/** Deletes a registration: every call to its stage is refused then, as long as the gateway asks. */
export function DeleteApi({ api: protectedApi, close }: DeleteApiProps) {
  const { apis } = texts;
  const { name, managedBy } = protectedApi;
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const deleting = useMutation({
    mutationFn: () => api.apis.delete(name, { ifMatch: etagOf(protectedApi) }),
    onSuccess: () => {
      queries.removeQueries({ queryKey: ['apis', 'one', name] });
      history.push(apisHref);
      notify({ type: 'success', content: apis.deleted(name) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['apis'] }),
  });
  return (
    <Confirmation
      title={apis.deleteTitle}
      confirm={apis.delete}
      typed={name}
      isBusy={deleting.isPending}
      error={deleting.error}
      act={() => deleting.mutate()}
      close={close}
    >
      <Box variant="p">{apis.deleteDetail}</Box>
      {managedBy !== null && <Alert type="warning">{apis.deleteManaged}</Alert>}
    </Confirmation>
  );
}
