import { codeOf, type ProblemName, type ProblemStatus, problems, titles } from '../../contract/codes.ts';
import { describeHeaders } from './response-headers.ts';

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
