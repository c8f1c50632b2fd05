import * as z from 'zod';
import type { UsageEntry } from '../../contract/usage.ts';
import type { AuditAction } from '../../domain/audit/audit.ts';
import { timestampField } from '../schemas/fields.ts';
import { cursorField, limitField } from '../schemas/paging.ts';
import { accessRightsField } from '../schemas/permissions.ts';

const momentField = z.iso
  .datetime({ offset: true, error: 'Must be an ISO-8601 timestamp with a time zone' })
  .meta({ description: 'ISO-8601 timestamp with a zone' });

const actions = [
  'api_key.created',
  'api_key.updated',
  'api_key.renamed',
  'api_key.paused',
  'api_key.resumed',
  'api_key.rotated',
  'api_key.duplicated',
  'api_key.deleted',
  'api_key.purged',
  'user.created',
  'user.updated',
  'user.deleted',
  'role.created',
  'role.updated',
  'role.deleted',
] as const satisfies readonly AuditAction[];

const viaField = z.enum(['jwt', 'api-key', 'system']);

export const auditQuery = z
  .strictObject({
    from: momentField,
    to: momentField,
    actor: z.string().max(256).meta({ description: 'userId of who did it' }),
    targetId: z.string().max(256),
    action: z.enum(actions),
    limit: limitField,
    cursor: cursorField,
  })
  .partial();

export const auditEvent = z.strictObject({
  eventId: z.uuid(),
  sequence: z.int().min(1),
  previousHash: z.string(),
  hash: z.string(),
  at: timestampField,
  action: z.enum(actions),
  actor: z.strictObject({ userId: z.string(), apiKeyId: z.string().optional(), via: viaField }),
  target: z.strictObject({ type: z.enum(['api_key', 'user', 'role']), id: z.string(), name: z.string() }),
  changes: z.record(z.string(), z.strictObject({ from: z.unknown(), to: z.unknown() })),
  sourceIp: z.string().nullable().optional(),
  userAgent: z.string().nullable().optional(),
  requestId: z.string(),
});

export const principal = z.strictObject({
  userId: z.string(),
  via: z.enum(['jwt', 'api-key']),
  roles: z.array(z.string()),
  scopes: z.array(z.string()),
  accessRights: accessRightsField,
  apiKey: z
    .strictObject({
      id: z.string(),
      name: z.string(),
      type: z.enum(['admin', 'end-user']),
      expiresAt: timestampField.nullable(),
    })
    .nullable(),
});

export const health = z.strictObject({ status: z.literal('ok') });

const error = 'Must be an ISO-8601 timestamp with a time zone, or a date YYYY-MM-DD';
const momentOrDate = z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error });
const spanFields = {
  from: momentOrDate.meta({
    description: 'ISO-8601 timestamp with a zone, or a date: that UTC day from its beginning',
  }),
  to: momentOrDate.meta({
    description: 'ISO-8601 timestamp with a zone, itself included, or a date: that UTC day to its end',
  }),
};
const outcomeField = z.enum(['success', 'denied', 'error']);
const countField = z.int().min(0);
const counts = { success: countField, denied: countField, error: countField };

export const usageQuery = z
  .strictObject({ ...spanFields, outcome: outcomeField, limit: limitField, cursor: cursorField })
  .partial();

export const usageSummaryQuery = z.strictObject(spanFields).partial();

export const usageEntry = z.strictObject({
  at: timestampField,
  method: z.string().nullable(),
  path: z.string().nullable(),
  status: z.int(),
  outcome: outcomeField,
  code: z.string(),
  sourceIp: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  latencyMs: z.number().min(0),
}) satisfies z.ZodType<UsageEntry>;

export const usageSummary = z.strictObject({
  from: timestampField.meta({ description: 'First moment that was counted: the beginning of a UTC day' }),
  to: timestampField.meta({ description: 'Last moment that was counted: the end of a UTC day' }),
  total: countField,
  byOutcome: z.strictObject(counts),
  days: z
    .array(z.strictObject({ date: z.iso.date(), ...counts }))
    .meta({ description: 'Every UTC day of the range, oldest first' }),
});

export type UsageQuery = z.infer<typeof usageQuery>;
export type UsageSummaryQuery = z.infer<typeof usageSummaryQuery>;
export type AuditQuery = z.infer<typeof auditQuery>;
