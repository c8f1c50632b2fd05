import type { WebhookDelivery, WebhookTest } from '@latchkey/client';
import { moment } from '../../output/moments.ts';
import type { View } from '../../output/view.ts';

/** What came of one message. */
type Outcome = Pick<WebhookTest, 'status' | 'error'>;

/** Deliveries, as lists and records show them. */
export const deliveryView: View<WebhookDelivery> = {
  columns: [
    { title: 'id', value: ({ id }) => id },
    { title: 'event', value: ({ type }) => type },
    { title: 'at', value: ({ eventAt }) => eventAt },
    { title: 'state', value: ({ state, reason }) => (reason === null ? state : `${state}: ${reason}`) },
    { title: 'attempts', value: ({ attempts }) => String(attempts.length) },
    { title: 'last answer', value: ({ attempts }) => lastOf(attempts) },
    {
      title: 'next attempt',
      value: ({ nextAttemptAt }) => (nextAttemptAt === null ? 'none' : moment(nextAttemptAt)),
    },
  ],
  fields: [
    'id',
    'eventId',
    'type',
    'eventAt',
    'state',
    'createdAt',
    'nextAttemptAt',
    'endedAt',
    'reason',
    'attempts',
  ],
  name: ({ id }) => id,
};

function lastOf(attempts: WebhookDelivery['attempts']): string {
  const last = attempts.at(-1);
  return last === undefined ? 'none' : outcomeText(last);
}

/** `204`, or why there was no answer: `timeout`. */
export function outcomeText({ status, error }: Outcome): string {
  return String(status ?? error);
}

export function isTaken({ status }: Outcome): boolean {
  return status !== null && status >= 200 && status < 300;
}
