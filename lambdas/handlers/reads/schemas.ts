import * as z from 'zod';
import type { AuditAction } from '../../domain/audit.ts';
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

export type AuditQuery = z.infer<typeof auditQuery>;
