import * as z from 'zod';
import { gracePattern } from '../../domain/keys/expiry.ts';
import {
  disabledReasons,
  endpointKinds,
  endpointScopes,
  endpointStatuses,
} from '../../domain/webhooks/endpoint.ts';
import { maxUrlCharacters } from '../../domain/webhooks/target-url.ts';
import { changesOf, listOf, named, optional, query } from '../schemas/bodies.ts';
import { nameField, timestampField, userIdField } from '../schemas/fields.ts';
import { pageFields } from '../schemas/paging.ts';

const urlField = z
  .string()
  .max(maxUrlCharacters, { error: `Must be ${maxUrlCharacters} characters at most` })
  .nullable()
  .describe(
    '`https://…` on port 443, at a name or an address that is public, without user and fragment; `mailto:` and one ' +
      'address; null for `eventbridge`',
  );
const kindField = z
  .enum(endpointKinds)
  .describe(
    '`https`: signed messages to a URL. `eventbridge`: the one bus that `eventBus` of cdk.json names, with the scope ' +
      '`all`. `email`: where `email.from` of cdk.json is set',
  );
const eventsField = z
  .array(z.string().max(64))
  .min(1)
  .max(20)
  .describe('Actions of audit events such as `api_key.rotated`, groups of them such as `api_key.*`, or `*`');
const scopeField = z
  .enum(endpointScopes)
  .describe(
    '`own`, the default: what happens to the keys and webhooks of the owner. `all`: every event of the deployment, for ' +
      'owners who have `webhooks:manage`',
  );
const statusField = z.enum(endpointStatuses).describe('A disabled webhook is told of nothing');
const legacyField = z
  .boolean()
  .describe(
    'Whether messages have `X-Webhook-Signature` too: lower-case hex of HMAC-SHA256 over the body, keyed with the text of ' +
      'the secret. There is no time in it, so whoever has seen a message can send it again',
  );

export const newWebhook = named('NewWebhook', 'Where its maker wants to be told of events', {
  name: nameField,
  url: urlField.optional(),
  kind: kindField,
  events: eventsField,
  ...optional({ scope: scopeField, status: statusField, legacySignature: legacyField }),
});

export const webhookChanges = changesOf('WebhookChanges', 'The fields to change; arrays are replaced whole', {
  name: nameField,
  url: urlField,
  events: eventsField,
  scope: scopeField,
  status: statusField,
  legacySignature: legacyField,
});

export const webhookRotation = named('WebhookRotation', 'How to rotate the secret of a webhook', {
  ...optional({
    gracePeriod: z
      .string()
      .regex(gracePattern, { error: 'Give a duration from 0s to 30d' })
      .describe('How long messages are signed with the former secret too, `0s` to `30d`; default `24h`'),
  }),
}).optional();

export const webhooksQuery = query({
  userId: userIdField.describe('Whose; for those with `webhooks:manage`, who see all'),
  ...pageFields,
});

const fields = {
  id: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  kind: kindField,
  events: z.array(z.string()),
  scope: scopeField,
  status: statusField,
  disabledReason: z
    .enum(disabledReasons)
    .nullable()
    .describe(
      '`request`: somebody disabled it. `gone`: its receiver answered 410. `failing`: it took nothing for five days. ' +
        'Null while it is active',
    ),
  legacySignature: z.boolean(),
  userId: z.string().describe('The owner. Their rights are looked at again whenever an event is sent'),
  createdAt: timestampField,
  updatedAt: timestampField,
  rotationEndsAt: timestampField
    .nullable()
    .describe('Until when messages are signed with the former secret too; null where they are not'),
};

export const webhook = named('Webhook', 'Where somebody is told of events', fields);
export const webhookList = listOf('WebhookList', webhook);
export const webhookWithSecret = named('WebhookWithSecret', 'A webhook, with its signing secret', {
  ...fields,
  secret: z
    .string()
    .nullable()
    .describe(
      'What its messages are signed with (Standard Webhooks), shown this once; null where nothing is signed',
    ),
});
