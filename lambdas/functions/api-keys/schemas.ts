import * as z from 'zod';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { isAddressBlock } from '../../domain/keys/allowed-addresses.ts';
import { sortFields } from '../../domain/keys/api-key-listing.ts';
import { descriptionField, labelField, nameField, timestampField, userIdField } from '../schemas/fields.ts';
import { cursorField, limitField } from '../schemas/paging.ts';
import { accessRightsField, scopesField } from '../schemas/permissions.ts';

const maxMetadataBytes = 2_048;
const maxMetadataPairs = 20;

const metadataField = z
  .record(
    labelField,
    z.string().refine((text) => !/\0/.test(text), { error: 'Must not contain NUL' }),
  )
  .refine((pairs) => Object.keys(pairs).length <= maxMetadataPairs, { error: 'Must be 20 pairs at most' })
  .refine((pairs) => Buffer.byteLength(JSON.stringify(pairs)) <= maxMetadataBytes, {
    error: 'Must be 2 KB at most',
  });

const allowedIpsField = z
  .array(z.string().refine(isAddressBlock, { error: 'Must be an IPv4 or IPv6 address or CIDR block' }))
  .min(1)
  .max(20);

const typeField = z.enum(['admin', 'end-user']);
const statusField = z.enum(['active', 'paused', 'expired']);

/** What the routes on `/api-keys` accept and answer. The OpenAPI document is generated from these. */
export function apiKeySchemas(settings: Pick<DeploymentSettings, 'scopes' | 'rateLimitTiers'>) {
  const fields = {
    name: nameField,
    description: descriptionField,
    type: typeField,
    scopes: scopesField(settings.scopes).nullable(),
    accessRights: accessRightsField.nullable(),
    rateLimitTier: z.enum(Object.keys(settings.rateLimitTiers)),
    allowedIps: allowedIpsField.nullable(),
    metadata: metadataField,
    expiresAt: z.string().nullable().meta({
      description: 'ISO-8601 timestamp with a zone, or a date meaning 00:00 UTC of that day; null for never',
    }),
    expiresIn: z.string().meta({ description: '`<n>` and one of s, m, h, d, w, y', examples: ['90d'] }),
  };
  return {
    createBody: z
      .strictObject({ ...fields, userId: userIdField })
      .partial()
      .required({ name: true }),
    patchBody: z
      .strictObject({
        ...fields,
        status: z.enum(['active', 'paused']),
        rotationEndsAt: z.string().meta({
          description: 'An earlier end of the grace period in which the former secret still works',
        }),
      })
      .partial()
      .refine((body) => Object.keys(body).length > 0, { error: 'Give at least one field to change' }),
    listQuery: z
      .strictObject({
        search: z.string().max(256),
        type: typeField,
        status: statusField,
        userId: userIdField,
        createdVia: z.string().max(256),
        sort: z.enum(sortFields.flatMap((field) => [field, `-${field}` as const])),
        limit: limitField,
        cursor: cursorField,
      })
      .partial(),
    rotateBody: z
      .strictObject({
        gracePeriod: z
          .string()
          .meta({ description: 'How long the former secret still works, `0s` to `30d`' }),
        expiresAt: fields.expiresAt,
        expiresIn: fields.expiresIn,
      })
      .partial()
      .optional(),
    duplicateBody: z
      .strictObject({ name: nameField, expiresAt: fields.expiresAt, expiresIn: fields.expiresIn })
      .partial()
      .required({ name: true }),
    createTokenBody: z.strictObject({
      name: nameField,
      expiry: z.string().meta({ description: 'ISO-8601 timestamp with a zone, or a date' }),
      isAdmin: z.boolean().optional(),
      accessRights: accessRightsField.optional(),
    }),
    token: z.strictObject({
      token: z.string(),
      tokenPrefix: z.string(),
      id: z.uuid(),
      name: z.string(),
      expiry: timestampField,
      creationDate: timestampField,
      isAdmin: z.boolean(),
      accessRights: accessRightsField.nullable(),
    }),
    revocation: z.strictObject({ revoked: z.int() }),
    record: z.strictObject({
      id: z.uuid(),
      name: z.string(),
      description: z.string(),
      keyPrefix: z.string(),
      userId: z.string(),
      type: typeField,
      status: statusField,
      scopes: z.array(z.string()).nullable(),
      accessRights: accessRightsField.nullable(),
      rateLimitTier: z.string(),
      allowedIps: z.array(z.string()).nullable(),
      metadata: z.record(z.string(), z.string()),
      createdBy: z.string(),
      createdVia: z.string().nullable(),
      createdAt: timestampField,
      updatedAt: timestampField,
      expiresAt: timestampField.nullable(),
      lastUsedAt: timestampField.nullable(),
      lastRotatedAt: timestampField.nullable(),
      rotationEndsAt: timestampField.nullable(),
    }),
  };
}

export type CreateApiKeyBody = z.infer<ReturnType<typeof apiKeySchemas>['createBody']>;
export type CreateApiTokenBody = z.infer<ReturnType<typeof apiKeySchemas>['createTokenBody']>;
export type RotateApiKeyBody = z.infer<ReturnType<typeof apiKeySchemas>['rotateBody']>;
export type DuplicateApiKeyBody = z.infer<ReturnType<typeof apiKeySchemas>['duplicateBody']>;
export type PatchApiKeyBody = z.infer<ReturnType<typeof apiKeySchemas>['patchBody']>;
export type ListApiKeysQuery = z.infer<ReturnType<typeof apiKeySchemas>['listQuery']>;
