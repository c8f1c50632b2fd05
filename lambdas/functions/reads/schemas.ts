import * as z from 'zod';
import { type UsageEntry, usageOutcomes } from '../../contract/usage.ts';
import { auditActions, auditTargetTypes } from '../../domain/audit/audit.ts';
import { isAddressBlock } from '../../domain/keys/allowed-addresses.ts';
import { listOf, named, query } from '../schemas/bodies.ts';
import { keyTypeField, momentField, momentOrDateField, timestampField } from '../schemas/fields.ts';
import { pageFields } from '../schemas/paging.ts';
import { accessRightsField } from '../schemas/permissions.ts';

export const auditQuery = query({
  from: momentField.describe('Events from this moment on'),
  to: momentField.describe('Events until this moment, itself included'),
  actor: z.string().max(256).describe('Events of what the user of this userId did'),
  targetId: z.string().max(256).describe('Events of the key, user, role or protected API of this id'),
  targetType: z.enum(auditTargetTypes).describe('Events of targets of this kind'),
  action: z.enum(auditActions).describe('Events of this action'),
  ...pageFields,
});

const auditEvent = named(
  'AuditEvent',
  'One change to a key, a user, a role or a protected API. The events of one target form a chain: each has the hash of the one before',
  {
    eventId: z.uuid(),
    sequence: z.int().min(1).describe('1, 2, 3 … without a gap, per target'),
    previousHash: z.string().describe('Hash of the event before this one; 64 zeros for the first'),
    hash: z
      .string()
      .describe('SHA-256 over the canonical JSON (RFC 8785) of all other members, in hexadecimal'),
    at: timestampField,
    action: z.enum(auditActions),
    actor: z.strictObject({
      userId: z.string(),
      apiKeyId: z.string().optional().describe('The key that was called with'),
      via: z.enum(['jwt', 'api-key', 'system']),
    }),
    target: z.strictObject({
      type: z.enum(auditTargetTypes),
      id: z.string(),
      name: z.string(),
    }),
    changes: z
      .record(z.string(), z.strictObject({ from: z.unknown(), to: z.unknown() }))
      .describe(
        'Every field that changed, as it was and as it is; of the `routes` of an API that is updated, those that changed',
      ),
    sourceIp: z
      .string()
      .nullable()
      .optional()
      .describe('Left out, like `userAgent`, where an owner reads of what others did'),
    userAgent: z.string().nullable().optional(),
    requestId: z.string().describe('Of the call; callers can choose it'),
    extendedRequestId: z
      .string()
      .optional()
      .describe("The gateway's own id of the call; left out where no call led to it"),
  },
);
export const auditEventList = listOf('AuditEventList', auditEvent);

export const principal = named('Principal', 'Who is calling, and what they may do', {
  userId: z.string(),
  via: z.enum(['jwt', 'api-key']),
  roles: z.array(z.string()),
  scopes: z.array(z.string()).describe('Effective: what the roles grant, and the key leaves'),
  accessRights: accessRightsField.describe('Effective, as the scopes are'),
  apiKey: z
    .strictObject({
      id: z.string(),
      name: z.string(),
      type: keyTypeField,
      expiresAt: timestampField.nullable(),
    })
    .nullable()
    .describe('The calling key; null for people'),
});

export const health = named('Health', 'Said by a service that is up', { status: z.literal('ok') });

export const openApiDocument = z
  .looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) })
  .meta({ id: 'OpenApiDocument' });

export const problemExplanation = named('ProblemExplanation', 'What a code means', {
  code: z.string(),
  title: z.string(),
  statuses: z.array(z.int()).describe('More than one where it depends on whom the code is about'),
  meaning: z.string().describe('What happened'),
  remedy: z.string().describe('What to do'),
  retry: z.string().describe('Whether it helps to send the same again'),
});

const spanFields = {
  from: momentOrDateField.describe(
    'ISO-8601 timestamp with a zone, or a date: that UTC day from its beginning',
  ),
  to: momentOrDateField.describe(
    'ISO-8601 timestamp with a zone, itself included, or a date: that UTC day to its end',
  ),
};
const outcomeField = z.enum(usageOutcomes);
const countField = z.int().min(0);
const counts = { success: countField, denied: countField, error: countField };

const filterFields = {
  outcome: outcomeField.describe('Calls of this outcome'),
  code: z
    .string()
    .regex(/^[A-Z_]{1,64}$/, { error: 'Must be a code, such as API_KEY_EXPIRED' })
    .describe('Calls that ended with this code; `VALID` for those that were let through'),
  path: z
    .string()
    .min(1)
    .max(1_024)
    .describe('Calls of this path, as entries show it; a `*` at its end stands for whatever follows'),
  address: z
    .string()
    .max(64)
    .refine(isAddressBlock, { error: 'Must be an IPv4 or IPv6 address or CIDR block' })
    .describe('Calls from this address, or from within this CIDR block'),
  api: z
    .string()
    .regex(/^([a-z0-9-]{1,64}|\/(verify)?)$/, { error: 'Must be the name of a protected API, / or /verify' })
    .describe(
      'Calls of the protected API of this name; `/` for the routes of this API, `/verify` for what services asked about',
    ),
  keyPrefix: z
    .string()
    .regex(/^[0-9A-Za-z_]{10}$/, { error: 'Must be ten characters, as a key’s keyPrefix' })
    .describe('Calls with the secret that begins so'),
};

export const usageQuery = query({
  ...spanFields,
  ...filterFields,
  ...pageFields,
});

export const usageSummaryQuery = query(spanFields);

const usageEntry = named('UsageEntry', 'One call with an API key', {
  at: timestampField,
  method: z.string().nullable().describe('Null, like `path`, where a service did not say'),
  path: z.string().nullable().describe('Of the resource, its parameters unfilled'),
  status: z.int().nullable().describe('Null where a protected API was called, which gives the answer itself'),
  outcome: outcomeField,
  code: z.string().describe('`VALID`, or the code of the problem'),
  sourceIp: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  latencyMs: z.number().min(0),
  repeated: z
    .int()
    .min(1)
    .optional()
    .describe('Calls before it that were refused alike, and have no entry of their own'),
  api: z.string().optional().describe('The protected API that was called; left out for calls to this one'),
  route: z.string().optional().describe('Its registered route, such as `ANY /orders`'),
  needed: z
    .strictObject({
      scopes: z.array(z.string()),
      project: z.string().optional(),
      module: z.string().optional(),
      environment: z.string().optional(),
      action: z.string().optional(),
    })
    .optional()
    .describe('What the call asked for; left out where that is not known, or too long to be kept'),
  keyPrefix: z
    .string()
    .optional()
    .describe(
      'The first ten characters of the secret that was presented; left out where a former version recorded it',
    ),
  verified: z
    .literal(true)
    .optional()
    .describe('A service asked about the key with `POST /verify`; left out for all other calls'),
}) satisfies z.ZodType<UsageEntry>;
export const usageEntryList = listOf('UsageEntryList', usageEntry);

export const usageSummary = named('UsageSummary', 'Calls with an API key, counted', {
  from: timestampField.describe('First moment that was counted: the beginning of a UTC day'),
  to: timestampField.describe('Last moment that was counted: the end of a UTC day'),
  total: countField,
  byOutcome: z.strictObject(counts),
  days: z
    .array(z.strictObject({ date: z.iso.date(), ...counts }))
    .describe('Every UTC day of the range, oldest first'),
});

const countedKeys = z.array(
  z.strictObject({
    id: z.uuid(),
    name: z.string().nullable().describe('Null for a key that has ended'),
    ...counts,
  }),
);

export const usageOverview = named('UsageOverview', 'Calls with all API keys, counted', {
  ...usageSummary.shape,
  countedSince: timestampField
    .nullable()
    .describe('Calls that were recorded before are not counted here; null where none has been counted yet'),
  byCode: z
    .array(z.strictObject({ code: z.string(), calls: countField }))
    .describe('`VALID` for what was let through, or the code of the problem; the most frequent first'),
  byApi: z
    .array(z.strictObject({ api: z.string(), ...counts }))
    .describe(
      'A protected API by its name, `/` for the routes of this API, `/verify` for what services asked about; the most ' +
        'called first',
    ),
  busiest: countedKeys.describe('The ten keys with the most calls'),
  mostRefused: countedKeys.describe(
    'The ten keys with the most calls that were refused, of those that have any',
  ),
  rankingExact: z
    .strictObject({ busiest: z.boolean(), mostRefused: z.boolean() })
    .describe(
      'False where so many keys were used, and about equally, that one that is not named may have as many calls as the ' +
        'last one that is. What is said of those that are named is exact.',
    ),
});
