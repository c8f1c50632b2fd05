import { isIP } from 'node:net';
import * as z from 'zod';
import type { VerdictCode } from '../../contract/verdicts.ts';
import type {
  EnvironmentAction,
  ModuleRight,
  ProjectRights,
} from '../../domain/permissions/access-rights.ts';
import type { Permissions } from '../../domain/permissions/permissions.ts';
import { named, optional } from '../schemas/bodies.ts';
import { keyTypeField, labelField, lineField, timestampField } from '../schemas/fields.ts';
import { accessRightsField } from '../schemas/permissions.ts';

const scopeText = z.string().regex(/^(\*|[a-z][a-z0-9-]*:(\*|[a-z][a-z0-9-]*))$/, {
  error: 'Must be resource:action, resource:* or *',
});

const checkFields = optional({
  scopes: z.array(scopeText).max(100).describe('Scopes that the call needs'),
  project: labelField.describe('Project that the call is about; with a module or an environment of it'),
  module: labelField,
  environment: labelField,
  action: z
    .enum(['read', 'write', 'execute', 'deploy'])
    .describe('`read` or `write` on a module; `read`, `execute` or `deploy` on an environment'),
  sourceIp: z
    .string()
    .refine((text) => isIP(text) !== 0, { error: 'Must be an IPv4 or IPv6 address' })
    .describe('Where the call came from; without it a key that is bound to addresses is refused'),
  cost: z.int().min(1).describe('Calls that this one counts for, up to the limit of the key; default 1'),
});
const checks = z.strictObject(checkFields);

type Checks = z.infer<typeof checks>;

/** An `action` is on one module or one environment of a project. */
function checkTarget(value: Checks, context: z.core.$RefinementCtx): void {
  const { project, module, environment, action } = value;
  const refuse = (field: keyof Checks, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message, input: value });
  if (module !== undefined && environment !== undefined)
    refuse('environment', 'Give module or environment, not both');
  const isNamed = module !== undefined || environment !== undefined;
  if (project === undefined && (isNamed || action !== undefined)) refuse('project', 'Required with action');
  if (project !== undefined && !isNamed) refuse('module', 'Give module or environment with project');
  if (isNamed && action === undefined) refuse('action', 'Required with module and environment');
  if (module !== undefined && (action === 'execute' || action === 'deploy')) {
    refuse('action', 'A module can be read or written');
  }
  if (environment !== undefined && action === 'write') {
    refuse('action', 'An environment can be read, executed or deployed');
  }
}

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

/** The permissions that the checks ask for. */
export function requestedOf({ scopes = [], project, module, environment, action }: Checks): Permissions {
  if (project === undefined || action === undefined) return { scopes, accessRights: {} };
  const rights: ProjectRights =
    module === undefined
      ? { environments: { [environment ?? '']: [action as EnvironmentAction] } }
      : { modules: { [module]: action as ModuleRight } };
  return { scopes, accessRights: { projects: { [project]: rights } } };
}

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
