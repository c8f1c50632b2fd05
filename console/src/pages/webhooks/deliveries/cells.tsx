import type { WebhookDelivery } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { texts } from '../../../texts/texts.ts';

const indicators = {
  waiting: 'pending',
  sending: 'in-progress',
  delivered: 'success',
  dead: 'error',
  dropped: 'stopped',
} as const;

export function State({ state }: Pick<WebhookDelivery, 'state'>) {
  return (
    <StatusIndicator type={indicators[state]}>{texts.webhooks.deliveries.states[state]}</StatusIndicator>
  );
}

/** What came of an attempt: a status, or why there is none. */
export function outcomeText({
  status,
  error,
}: Pick<WebhookDelivery['attempts'][number], 'status' | 'error'>): string {
  const { noAnswer, deliveries } = texts.webhooks;
  if (error !== null) return noAnswer[error];
  return status === null ? deliveries.taken : deliveries.status(String(status));
}
