import * as z from 'zod';
import { codeOf, type ProblemName, type ProblemStatus, problems, titles } from '../../contract/codes.ts';
import { accessRightsField } from '../schemas/permissions.ts';
import { describeHeaders } from './response-headers.ts';

/** The body of every refusal (RFC 9457). */
export const problem = z
  .object({
    type: z.url().describe('The page that explains the code'),
    title: z.string().describe('What the status is called'),
    status: z.int(),
    detail: z.string().describe('What is the matter, for people'),
    code: z
      .enum(Object.keys(problems).filter((name) => codeOf(name as ProblemName) === name))
      .describe('What is the matter, for programs; it does not change'),
    requestId: z.string().describe('For questions to the operator'),
    errors: z
      .array(
        z
          .object({
            field: z.string().describe('Path of the field, or the name of a parameter or header'),
            message: z.string(),
          })
          .meta({ id: 'FieldError' }),
      )
      .optional()
      .describe('All fields that are not valid'),
    missingScopes: z.array(z.string()).optional().describe('Scopes that the caller lacks'),
    missingAccessRights: accessRightsField.optional().describe('Rights that the caller lacks'),
  })
  .meta({ id: 'Problem' });

/** Problems that only some operations have beside others of their status, and what they are in the name of a response. */
const additions: Partial<Record<ProblemName, string>> = {
  targetUnknown: 'UnfitUser',
  targetDisabled: 'UnfitUser',
  targetWithoutRoles: 'UnfitUser',
  END_USER_KEY: 'EndUserKey',
  INSUFFICIENT_PERMISSIONS: 'InsufficientPermissions',
  NAME_TAKEN: 'NameTaken',
  IDEMPOTENCY_CONFLICT: 'IdempotencyConflict',
  IN_USE: 'InUse',
};

/** Responses for these problems, by status; `components` gets each under its name. */
export function describeProblems(
  names: ReadonlySet<ProblemName>,
  components: Record<string, object>,
): Record<string, object> {
  const groups = Map.groupBy(names, (name) => problems[name].status);
  const references = [...groups].map(([status, group]) => {
    const added = group.flatMap((each) => additions[each] ?? []);
    const title = added.length < group.length ? [titles[status].replaceAll(' ', '')] : [];
    const name = [...title, ...new Set(added)].join('Or');
    components[name] ??= describeProblem(status, group);
    return [status, { $ref: `#/components/responses/${name}` }] as const;
  });
  return Object.fromEntries(references);
}

function describeProblem(status: ProblemStatus, names: readonly ProblemName[]): object {
  const codes = names.map(codeOf);
  return {
    description: names.map((name) => `- \`${codeOf(name)}\`: ${problems[name].detail}`).join('\n'),
    headers: headersOf(status),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { type: 'object', properties: { status: { const: status }, code: { enum: codes } } },
          ],
        },
      },
    },
  };
}

function headersOf(status: ProblemStatus) {
  if (status === 401) return describeHeaders('X-Request-Id', 'WWW-Authenticate');
  const limits = ['RateLimit', 'RateLimit-Policy'] as const;
  return status === 429 || status === 503
    ? describeHeaders('X-Request-Id', 'Retry-After', ...limits)
    : describeHeaders('X-Request-Id', ...limits);
}
