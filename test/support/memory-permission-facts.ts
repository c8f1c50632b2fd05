import type { Permissions } from '../../lambdas/domain/permissions/permissions.ts';

/**
 * Single permissions without a wildcard, and whether somebody has them: told naively, without the code that the
 * rules are made of.
 */
export type Fact = `scope ${string}` | `right ${string} ${'module' | 'environment'} ${string} ${string}`;

export const facts: readonly Fact[] = [
  'scope database:read',
  'scope database:write',
  'scope audit:read',
  'scope api-keys:manage',
  'scope users:manage',
  'scope roles:manage',
  'scope permissions:escalate',
  'right sales module model read',
  'right sales module model write',
  'right sales environment prod deploy',
  'right ops module model read',
  'right ops environment prod read',
];

/** The facts that permissions make true. */
export function factsOf({ scopes, accessRights }: Permissions): Set<Fact> {
  return new Set(facts.filter((fact) => holds(fact, scopes, accessRights)));
}

function holds(
  fact: Fact,
  scopes: Permissions['scopes'],
  { projects = {} }: Permissions['accessRights'],
): boolean {
  const [kind, ...words] = fact.split(' ');
  if (kind === 'scope') {
    const [scope = ''] = words;
    const wildcards = scope === 'permissions:escalate' ? [] : ['*', `${scope.split(':')[0]}:*`];
    return [scope, ...wildcards].some((each) => scopes.includes(each));
  }
  const [project = '', part, name = '', action = ''] = words;
  return [project, '*'].some((inProject) =>
    [name, '*'].some((named) => {
      if (part === 'environment')
        return projects[inProject]?.environments?.[named]?.some((each) => each === action);
      const right = projects[inProject]?.modules?.[named];
      return right === 'write' || right === action;
    }),
  );
}
