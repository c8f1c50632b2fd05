import type { Webhook, WebhookReplay } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirmation } from '../../../forms/confirmation.tsx';
import { useNotify } from '../../../frame/notifications.tsx';
import { TimeFilter } from '../../../listing/time-filter.tsx';
import { useServices } from '../../../start/services.ts';
import { formatNumber } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';

interface ReplayDialogProps {
  readonly webhook: Webhook;
  readonly close: () => void;
}

const hourMs = 3_600_000;
/** Looking for events and adding them takes a while. */
const timeoutMs = 30_000;

/** Sends the events of a period again. */
export function ReplayDialog({ webhook: { id }, close }: ReplayDialogProps) {
  const { replay: words } = texts.webhooks;
  const { api } = useServices();
  const queries = useQueryClient();
  const notify = useNotify();
  const [from, setFrom] = useState(() => new Date(Date.now() - hourMs).toISOString());
  /** Undefined for now. */
  const [to, setTo] = useState<string | undefined>(undefined);
  const replaying = useMutation({
    mutationFn: (body: WebhookReplay) => api.webhooks.replay(id, body, { timeoutMs, retries: 0 }),
    onSuccess: ({ queued }) => {
      notify({ type: 'success', content: words.queued(formatNumber(queued)) });
      close();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['webhooks', id, 'deliveries'] }),
  });
  return (
    <Confirmation
      title={words.title}
      confirm={words.confirm}
      isBusy={replaying.isPending}
      error={replaying.error}
      act={() => replaying.mutate({ from, to: to ?? new Date().toISOString() })}
      close={close}
    >
      <Box variant="p">{words.detail}</Box>
      <TimeFilter
        label={words.period}
        isRequired
        from={from}
        to={to}
        change={(span) => {
          if (span.from === undefined) return;
          setFrom(span.from);
          setTo(span.to);
        }}
      />
    </Confirmation>
  );
}
