import * as z from 'zod';
import { auditActions } from '../../domain/audit/audit.ts';
import { listOf, named, query } from '../schemas/bodies.ts';
import { momentOrDateField, timestampField } from '../schemas/fields.ts';
import { pageFields } from '../schemas/paging.ts';

const states = ['waiting', 'sending', 'delivered', 'dead', 'dropped'] as const;
const errors = ['timeout', 'connection', 'tls', 'address', 'refused', 'lost'] as const;

const statusField = z.int().nullable().describe('What was answered; null where nothing was');
const errorField = z
  .enum(errors)
  .nullable()
  .describe(
    'Why nothing was answered. `address`: the name leads nowhere, or to an address that is not public, and nothing was ' +
      'sent. `refused`: EventBridge or SES did not take it. `lost`: the sender ended before it could say',
  );

export const deliveriesQuery = query({
  state: z.enum(states).describe('Deliveries in this state'),
  from: momentOrDateField.describe('Deliveries of events from this moment on; a date is 00:00 UTC'),
  to: momentOrDateField.describe('Deliveries of events until this moment; a date is its last moment'),
  ...pageFields,
});

export const delivery = named('WebhookDelivery', 'One event on its way to a webhook; kept for 30 days', {
  id: z.string(),
  eventId: z.string().describe('The `webhook-id` of its messages, and the `eventId` of the audit event'),
  type: z.enum(auditActions),
  eventAt: timestampField,
  state: z
    .enum(states)
    .describe(
      '`waiting` for its next attempt, `sending`, `delivered`; `dead` after the last attempt or an answer 410; `dropped` ' +
        'unsent',
    ),
  createdAt: timestampField,
  nextAttemptAt: timestampField.nullable().describe('Of one that waits; else null'),
  endedAt: timestampField.nullable().describe('Null while it waits or is sent'),
  reason: z
    .enum(['attempts', 'gone', 'endpoint gone', 'endpoint disabled', 'right lost'])
    .nullable()
    .describe('Why it is `dead` or `dropped`; else null'),
  attempts: z
    .array(z.strictObject({ endedAt: timestampField, status: statusField, error: errorField }))
    .describe('The latest 20, oldest first'),
});

export const deliveryList = listOf('WebhookDeliveryList', delivery);

export const webhookTest = named('WebhookTest', 'What came of a message that was sent at once', {
  status: statusField,
  ms: z.int().min(0).describe('Milliseconds until then'),
  error: errorField,
});

export const webhookReplay = named('WebhookReplay', 'Which events to send again: both ends included', {
  from: momentOrDateField.describe('A date is 00:00 UTC'),
  to: momentOrDateField.describe('A date is its last moment'),
});

export const replayed = named('WebhookReplayed', 'What is sent again', {
  queued: z.int().min(0).describe('Deliveries'),
});
