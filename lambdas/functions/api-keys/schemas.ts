import * as z from 'zod';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { apiKeyStatuses } from '../../domain/keys/api-key.ts';
import { isAddressBlock } from '../../domain/keys/allowed-addresses.ts';
import { durationPattern } from '../../contract/durations.ts';
import { gracePattern } from '../../domain/keys/expiry.ts';
import { changesOf, listOf, named, optional, perDeployment } from '../schemas/bodies.ts';
import {
  descriptionField,
  keyTypeField,
  labelField,
  linesField,
  momentOrDateField,
  nameField,
  timestampField,
  userIdField,
} from '../schemas/fields.ts';
import { accessRightsField, scopesField } from '../schemas/permissions.ts';
import { problem } from '../schemas/problem.ts';

const maxMetadataBytes = 2_048;
const maxMetadataPairs = 20;

const metadataField = z
  .record(labelField, linesField)
  .refine((pairs) => Object.keys(pairs).length <= maxMetadataPairs, { error: 'Must be 20 pairs at most' })
  .refine((pairs) => Buffer.byteLength(JSON.stringify(pairs)) <= maxMetadataBytes, {
    error: 'Must be 2 KB at most',
  })
  .describe('Up to 20 pairs of text, 2 KB in all; no control characters but line breaks and tabs in it');

const allowedIpsField = z
  .array(z.string().refine(isAddressBlock, { error: 'Must be an IPv4 or IPv6 address or CIDR block' }))
  .min(1)
  .max(20)
  .describe('Addresses and CIDR blocks that the key works from');

export const statusField = z
  .enum(apiKeyStatuses)
  .describe('A key that is paused and has expired is `expired`');

const expiryFields = {
  expiresAt: momentOrDateField
    .nullable()
    .describe('A timestamp, or a date: 00:00 UTC of that day. Null for never'),
  expiresIn: z
    .string()
    .regex(durationPattern, { error: 'Give a number and one of s, m, h, d, w, y, for example 90d' })
    .describe('In place of `expiresAt`: a number and s, m (minutes), h, d, w or y (365 days)'),
};

type KeySettings = Pick<DeploymentSettings, 'scopes' | 'rateLimitTiers'>;

/** What can be set on a key, in the order in which it is shown. */
const keyFields = ({ scopes, rateLimitTiers }: KeySettings) => ({
  type: keyTypeField,
  scopes: scopesField(scopes)
    .nullable()
    .describe('Null, the default: whatever the user may do. `[]`: nothing'),
  accessRights: accessRightsField
    .nullable()
    .describe('Null, the default: whatever the user may do. `{}`: nothing'),
  rateLimitTier: z.enum(Object.keys(rateLimitTiers)).describe('How many calls a minute the key may make'),
  allowedIps: allowedIpsField.nullable(),
  metadata: metadataField,
  ...expiryFields,
});

export const newApiKey = perDeployment((settings: KeySettings) =>
  named('NewApiKey', 'A key to be minted; `userId` is the caller where it is left out', {
    name: nameField,
    ...optional({ description: descriptionField, userId: userIdField, ...keyFields(settings) }),
  }),
);

export const apiKeyChanges = perDeployment((settings: KeySettings) =>
  changesOf('ApiKeyChanges', 'The fields to change; arrays and objects are replaced whole', {
    name: nameField,
    description: descriptionField,
    status: z.enum(['active', 'paused']),
    ...keyFields(settings),
    rotationEndsAt: momentOrDateField.describe(
      'An earlier end of the time in which the former secret still works',
    ),
  }),
);

export const apiKeyRotation = named('ApiKeyRotation', 'How to rotate a key', {
  ...optional({
    gracePeriod: z
      .string()
      .regex(gracePattern, { error: 'Give a duration from 0s to 30d' })
      .describe('How long the former secret still works, `0s` (the default) to `30d`'),
    ...expiryFields,
  }),
}).optional();

export const apiKeyDuplication = named(
  'ApiKeyDuplication',
  'A name, and an expiry where the key to duplicate has one',
  { name: nameField, ...optional(expiryFields) },
);

export const newApiToken = named('NewApiToken', 'An API key to be minted for the caller', {
  name: nameField,
  expiry: momentOrDateField.describe('A timestamp, or a date: 00:00 UTC of that day; at most 366 days ahead'),
  isAdmin: z
    .boolean()
    .optional()
    .describe('`true` for a key of type `admin`, which has all rights of its user'),
  accessRights: accessRightsField.optional().describe('Of a key of type `end-user`'),
});

export const apiToken = named('ApiToken', 'An API key as it is shown once', {
  token: z.string().describe('The secret, shown this once and never stored'),
  tokenPrefix: z.string(),
  id: z.uuid(),
  name: z.string(),
  expiry: timestampField,
  creationDate: timestampField,
  isAdmin: z.boolean(),
  accessRights: accessRightsField.nullable(),
});

export const revocation = named('Revocation', 'What became of the keys of a user', {
  revoked: z.int().min(0).describe('How many keys were deleted'),
});

const fields = {
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  keyPrefix: z.string().describe('The first ten characters of the secret'),
  userId: z.string().describe('The user that the key impersonates'),
  type: keyTypeField,
  status: statusField,
  scopes: z.array(z.string()).nullable(),
  accessRights: accessRightsField.nullable(),
  rateLimitTier: z.string(),
  allowedIps: z.array(z.string()).nullable(),
  metadata: z.record(z.string(), z.string()),
  createdBy: z.string(),
  createdVia: z.string().nullable().describe('Id of the key that minted this one; null where a person did'),
  createdAt: timestampField,
  updatedAt: timestampField,
  expiresAt: timestampField.nullable(),
  lastUsedAt: timestampField
    .nullable()
    .describe(
      'The last call with it, let through or refused, to the minute; null where there was none. The answer of a change ' +
        'does not wait long for it, and can have null then',
    ),
  lastRotatedAt: timestampField.nullable(),
  rotationEndsAt: timestampField
    .nullable()
    .describe('Until when the former secret works; null where none does'),
  rotation: z
    .strictObject({
      endsAt: timestampField.describe('As `rotationEndsAt`'),
      oldPrefix: z
        .string()
        .nullable()
        .describe(
          'The first ten characters of the former secret; null where a former version rotated the key',
        ),
      oldLastSeenAt: timestampField
        .nullable()
        .describe('When the former secret was presented last, as `lastUsedAt` tells it of all of them'),
    })
    .nullable()
    .describe(
      'The former secret, as long as it works, else null. Who still presents it is told by the usage of the key with ' +
        '`keyPrefix={oldPrefix}`',
    ),
  used: z
    .strictObject({
      since: timestampField.describe(
        'Since when it is known of every call that was let through. It begins anew with a call that does not tell: of ' +
          'routes of this API that go by more than their scopes, and verifications that ask for nothing',
      ),
      scopes: z.array(z.string()),
      accessRights: accessRightsField,
    })
    .nullable()
    .describe(
      'What calls needed that were let through; null where there was none, where they needed more than is noted (32 ' +
        'scopes and rights), and where the answer of a change does not wait for it',
    ),
};

export const apiKey = named('ApiKey', 'The record of an API key, without its secret', fields);
export const apiKeyList = listOf('ApiKeyList', apiKey);
const warningsField = z
  .array(z.object({ code: z.enum(['NO_EFFECTIVE_PERMISSIONS']), message: z.string() }))
  .optional()
  .describe('What is allowed, and hardly what its maker wants');
export const mintedApiKey = named('MintedApiKey', 'The record of an API key, with its secret', {
  ...fields,
  key: z.string().nullable().describe('The secret, shown this once and never stored; null in a replay'),
  warnings: warningsField,
});

const permissionFields = { scopes: z.array(z.string()), accessRights: accessRightsField };
export const keyPreview = named('ApiKeyPreview', 'What would come of it, and what the key could do', {
  refusal: problem
    .nullable()
    .describe('The problem that the real call would be answered with; null where it would succeed'),
  scopes: permissionFields.scopes.describe('Effective: what the roles of its user grant, and the key leaves'),
  accessRights: accessRightsField.describe('Effective, as the scopes are'),
  grants: z
    .array(z.strictObject({ role: z.string(), ...permissionFields }))
    .describe('The roles of its user that grant something of it, and what each of them does'),
  dead: z
    .strictObject(permissionFields)
    .describe('What the body or the key names, and no role of its user grants anything of'),
  warnings: warningsField,
});
