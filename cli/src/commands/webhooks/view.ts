import type { Webhook } from '@latchkey/client';
import { moment } from '../../output/moments.ts';
import type { View } from '../../output/view.ts';

/** Webhooks, as lists and records show them. */
export const webhookView: View<Webhook> = {
  columns: [
    { title: 'name', value: ({ name }) => name },
    { title: 'kind', value: ({ kind }) => kind },
    { title: 'to', value: ({ url }) => url ?? 'the event bus' },
    { title: 'events', value: ({ events }) => events.join(', ') },
    { title: 'scope', value: ({ scope }) => scope },
    { title: 'status', value: statusText },
    { title: 'user', value: ({ userId }) => userId },
  ],
  details: [
    { title: 'id', value: ({ id }) => id },
    { title: 'legacy signature', value: ({ legacySignature }) => (legacySignature ? 'sent too' : 'none') },
    {
      title: 'former secret',
      value: ({ rotationEndsAt }) =>
        rotationEndsAt === null ? 'none' : `signs too until ${moment(rotationEndsAt)}`,
    },
    { title: 'created', value: ({ createdAt }) => moment(createdAt) },
    { title: 'updated', value: ({ updatedAt }) => moment(updatedAt) },
  ],
  fields: [
    'id',
    'name',
    'url',
    'kind',
    'events',
    'scope',
    'status',
    'disabledReason',
    'legacySignature',
    'userId',
    'createdAt',
    'updatedAt',
    'rotationEndsAt',
  ],
  name: ({ id }) => id,
};

function statusText({ status, disabledReason }: Webhook): string {
  const reasons = { request: 'disabled', gone: 'disabled: answered 410', failing: 'disabled: took nothing' };
  return disabledReason === null ? status : reasons[disabledReason];
}
