import { isIP } from 'node:net';
import * as z from 'zod';
import type {
  EnvironmentAction,
  ModuleRight,
  ProjectRights,
} from '../../domain/permissions/access-rights.ts';
import type { Permissions } from '../../domain/permissions/permissions.ts';
import { labelField, timestampField } from '../schemas/fields.ts';
import { accessRightsField } from '../schemas/permissions.ts';

const scopeText = z.string().regex(/^(\*|[a-z][a-z0-9-]*:(\*|[a-z][a-z0-9-]*))$/, {
  error: 'Must be resource:action, resource:* or *',
});

const checks = z.strictObject({
  scopes: z.array(scopeText).max(100).optional(),
  project: labelField.optional(),
  module: labelField.optional(),
  environment: labelField.optional(),
  action: z.enum(['read', 'write', 'execute', 'deploy']).optional(),
  sourceIp: z
    .string()
    .refine((text) => isIP(text) !== 0, { error: 'Must be an IPv4 or IPv6 address' })
    .optional(),
  cost: z.int().min(1).optional(),
});

type Checks = z.infer<typeof checks>;

/** What is asked for in one project: `action` on one module or one environment of it. */
function checkTarget(value: Checks, context: z.core.$RefinementCtx): void {
  const { project, module, environment, action } = value;
  const refuse = (field: keyof Checks, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message, input: value });
  if (module !== undefined && environment !== undefined)
    refuse('environment', 'Give module or environment, not both');
  const isNamed = module !== undefined || environment !== undefined;
  if (project === undefined && (isNamed || action !== undefined)) refuse('project', 'Needed with action');
  if (project !== undefined && !isNamed) refuse('module', 'Give module or environment with project');
  if (isNamed && action === undefined) refuse('action', 'Needed with module and environment');
  if (module !== undefined && (action === 'execute' || action === 'deploy')) {
    refuse('action', 'A module can be read or written');
  }
  if (environment !== undefined && action === 'write') {
    refuse('action', 'An environment can be read, executed or deployed');
  }
}

export const testBody = checks.superRefine(checkTarget);

export const verifyBody = checks
  .extend({
    key: z.string().max(512),
    request: z
      .strictObject({
        method: z.string().max(16),
        path: z.string().max(1_024),
        userAgent: z.string().max(1_024).optional(),
      })
      .optional(),
  })
  .superRefine(checkTarget);

export type VerifyBody = z.infer<typeof verifyBody>;
export type TestBody = z.infer<typeof testBody>;

/** The permissions that the checks ask for. */
export function requestedOf({ scopes = [], project, module, environment, action }: Checks): Permissions {
  if (project === undefined || action === undefined) return { scopes, accessRights: {} };
  const rights: ProjectRights =
    module === undefined
      ? { environments: { [environment ?? '']: [action as EnvironmentAction] } }
      : { modules: { [module]: action as ModuleRight } };
  return { scopes, accessRights: { projects: { [project]: rights } } };
}

const code = z.string();

export const verdict = z.union([
  z.strictObject({ valid: z.literal(false), code: z.literal('API_KEY_INVALID') }),
  z.strictObject({
    valid: z.boolean(),
    code,
    apiKeyId: z.string(),
    name: z.string(),
    userId: z.string(),
    type: z.enum(['admin', 'end-user']),
    scopes: z.array(z.string()),
    accessRights: accessRightsField,
    expiresAt: timestampField.nullable(),
    rateLimit: z
      .strictObject({ limit: z.int(), remaining: z.int(), resetAt: timestampField })
      .nullable()
      .meta({ description: 'Null for a key without a limit, and for a call that was refused otherwise' }),
    missingScopes: z.array(z.string()),
    missingAccessRights: accessRightsField.optional(),
  }),
]);

export const explanation = z.strictObject({
  valid: z.boolean(),
  checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
