import { isIP } from 'node:net';
import * as z from 'zod';
import type { VerdictCode } from '../../contract/verdicts.ts';
import { named, optional } from '../schemas/bodies.ts';
import { keyTypeField, labelField, lineField, timestampField } from '../schemas/fields.ts';
import { actionField, checkTarget } from '../schemas/needs.ts';
import { accessRightsField } from '../schemas/permissions.ts';

const scopeText = z.string().regex(/^(\*|[a-z][a-z0-9-]*:(\*|[a-z][a-z0-9-]*))$/, {
  error: 'Must be resource:action, resource:* or *',
});

const checkFields = optional({
  scopes: z.array(scopeText).max(100).describe('Scopes that the call needs'),
  project: labelField.describe('Project that the call is about; with a module or an environment of it'),
  module: labelField,
  environment: labelField,
  action: actionField,
  sourceIp: z
    .string()
    .refine((text) => isIP(text) !== 0, { error: 'Must be an IPv4 or IPv6 address' })
    .describe('Where the call came from; without it a key that is bound to addresses is refused'),
  cost: z.int().min(1).describe('Calls that this one counts for, up to the limit of the key; default 1'),
});
const checks = z.strictObject(checkFields);

export const keyTest = checks
  .superRefine(checkTarget)
  .meta({ id: 'ApiKeyTest', description: 'A call as it would be made with the key' });

export const verification = z
  .strictObject({
    key: z.string().max(512).describe('The key that the service was sent'),
    ...checkFields,
    request: z
      .strictObject({
        method: lineField.max(16),
        path: lineField.max(1_024),
        userAgent: z
          .string()
          .max(1_024)
          .optional()
          .describe('As the service was sent it; characters that nobody sees are left out'),
      })
      .optional()
      .describe('The call that the service was sent, for the usage of the key'),
  })
  .superRefine(checkTarget)
  .meta({ id: 'Verification' });

const code = z.enum([
  'VALID',
  'USER_DISABLED',
  'USER_HAS_NO_ROLES',
  'API_KEY_PAUSED',
  'API_KEY_EXPIRED',
  'IP_NOT_ALLOWED',
  'INSUFFICIENT_PERMISSIONS',
  'RATE_LIMITED',
] as const satisfies readonly VerdictCode[]);

export const verdict = z
  .union([
    named('UnknownKeyVerdict', 'All that is told of a key that nobody has', {
      valid: z.literal(false),
      code: z.literal('API_KEY_INVALID'),
    }),
    named('KnownKeyVerdict', 'The verdict about a key that there is', {
      valid: z.boolean(),
      code,
      apiKeyId: z.string(),
      name: z.string(),
      userId: z.string(),
      type: keyTypeField,
      scopes: z.array(z.string()),
      accessRights: accessRightsField,
      expiresAt: timestampField.nullable(),
      rateLimit: z
        .strictObject({ limit: z.int(), remaining: z.int(), resetAt: timestampField })
        .nullable()
        .describe('Null for a key without a limit, and for a call that was refused otherwise'),
      missingScopes: z.array(z.string()),
      missingAccessRights: accessRightsField.optional(),
    }),
  ])
  .meta({ id: 'Verdict' });

export const explanation = named('Explanation', 'Every check, and whether it would pass', {
  valid: z.boolean(),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
