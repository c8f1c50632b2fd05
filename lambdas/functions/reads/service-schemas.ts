import * as z from 'zod';
import { usageDetails } from '../../contract/usage.ts';
import { endpointKinds } from '../../domain/webhooks/endpoint.ts';
import { named } from '../schemas/bodies.ts';

const clientIdField = z.string().nullable();

export const serviceConfiguration = named('ServiceConfiguration', 'Where a deployment is, and who signs in', {
  name: z.string().describe('Of the deployment'),
  version: z.string().describe('Of Latchkey'),
  apiUrl: z.url().describe('What paths of this document are relative to'),
  consoleUrl: z.url().nullable().describe('Null where there is no console, or it is where the API is'),
  issuer: z
    .string()
    .nullable()
    .describe('The OpenID Connect issuer whose access tokens are accepted; null for none'),
  clientIds: z
    .strictObject({ console: clientIdField, commandLine: clientIdField })
    .describe('Public clients at the issuer; null for one that is not known here'),
  invites: z
    .boolean()
    .describe('Whether `POST /users` takes `invite`: where people sign in by a user pool of the deployment'),
});

const daysField = z.number().positive();
const namesField = z.array(z.string());

export const deploymentSettings = named('Settings', 'What the operator has set for all keys', {
  prefix: z.string().describe('First part of every key'),
  previousPrefixes: namesField.describe('Of keys from before, which are still accepted'),
  rateLimitTiers: z
    .record(z.string(), z.int().nullable())
    .describe('Calls a minute, by tier; null is unlimited'),
  defaultRateLimitTier: z.string(),
  keyPolicy: z.strictObject({
    requireExpiry: z.boolean(),
    maxLifetimeDays: z
      .int()
      .nullable()
      .describe('A key may live until the end of the UTC day so many days ahead; null is no bound'),
  }),
  maxKeysPerUser: z.int(),
  notices: namesField.describe('How long before its end a key is announced to expire, such as `30d`'),
  webhookKinds: z.array(z.enum(endpointKinds)).describe('Kinds of webhooks that this deployment sends to'),
  retentionDays: daysField.describe('How long the record of an expired key is kept'),
  auditRetentionDays: daysField,
  usageRetentionDays: daysField,
  usageDetail: z.enum(usageDetails).describe('Which calls have an entry of their own; all are counted'),
  catalogue: z
    .strictObject({ projects: namesField, modules: namesField, environments: namesField })
    .describe('Names for access rights to pick from; rights can name others as well'),
});
