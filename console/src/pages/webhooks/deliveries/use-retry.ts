import type { WebhookDelivery } from '@latchkey/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '../../../frame/notifications.tsx';
import { useServices } from '../../../start/services.ts';
import { explain } from '../../../states/explain.ts';
import { texts } from '../../../texts/texts.ts';

/** Sends a delivery again, from the beginning of the schedule. */
export function useRetry(id: string) {
  const { api } = useServices();
  const queries = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: ({ id: deliveryId }: WebhookDelivery) => api.webhooks.retryDelivery(id, deliveryId),
    onSuccess: () => notify({ type: 'success', content: texts.webhooks.deliveries.retried }),
    onError: (error) => {
      const { title, detail, requestId } = explain(error);
      const told = requestId === null ? '' : ` ${texts.states.requestId}: ${requestId}`;
      notify({ type: 'error', header: title, content: `${detail}${told}` });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['webhooks', id, 'deliveries'] }),
  });
}
