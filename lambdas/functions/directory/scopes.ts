import { groupByAction } from '../../contract/scope-groups.ts';
import { operation, success } from '../../gateway/operation.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { scopeList } from './schemas.ts';

export const listScopes = operation(
  'listScopes',
  {
    summary: 'List the scopes',
    description:
      'The scopes that keys and roles can have here, with what each of them allows, and the group that it is shown in.',
    tag: 'Caller',
    success: success(200, scopeList),
    example: { answer: [{ scope: 'users:read', description: 'Read users', group: 'read' }] },
  },
  async (_, { settings }: Pick<DirectoryDependencies, 'settings'>) => ({
    body: Object.entries(settings.scopes).map(([scope, description]) => ({
      scope,
      description,
      group: settings.scopeGroups[scope] ?? groupByAction(scope),
    })),
  }),
);
