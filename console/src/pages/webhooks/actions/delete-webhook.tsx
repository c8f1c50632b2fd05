import { etagOf, type Webhook } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Confirmation } from '../../../forms/confirmation.tsx';
import { useNotify } from '../../../frame/notifications.tsx';
import { useServices } from '../../../start/services.ts';
import { isolated } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { webhooksHref } from '../hrefs.ts';

interface DeleteWebhookProps {
  readonly webhook: Webhook;
  readonly close: () => void;
}

export function DeleteWebhook({ webhook, close }: DeleteWebhookProps) {
  const { delete: words } = texts.webhooks;
  const { id, name } = webhook;
  const { api } = useServices();
  const router = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const deleting = useMutation({
    mutationFn: () => api.webhooks.delete(id, { ifMatch: etagOf(webhook) }),
    onSuccess: async () => {
      notify({ type: 'success', content: words.deleted(isolated(name)) });
      // As long as its page stands, it would ask for what there is not any more.
      await router.navigate({ to: webhooksHref });
      queries.removeQueries({ queryKey: ['webhooks', 'one', id] });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  return (
    <Confirmation
      title={words.title}
      confirm={words.confirm}
      typed={name}
      isBusy={deleting.isPending}
      error={deleting.error}
      act={() => deleting.mutate()}
      close={close}
    >
      <Box variant="p">{words.detail}</Box>
    </Confirmation>
  );
}
