import { etagOf, type Webhook } from '@latchkey/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../../../frame/notifications.tsx';
import { useServices } from '../../../start/services.ts';
import { isolated } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';

/** Enables a webhook, or disables it: at once, since either can be undone. */
export function useChangeStatus(webhook: Webhook) {
  const { api } = useServices();
  const { id, name } = webhook;
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: (status: Webhook['status']) =>
      api.webhooks.update(id, { status }, { ifMatch: etagOf(webhook) }),
    onSuccess: (_, status) => {
      const { enabled, disabled } = texts.webhooks;
      notify({ type: 'success', content: (status === 'active' ? enabled : disabled)(isolated(name)) });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['webhooks'] }),
  });
}
