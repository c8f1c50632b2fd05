import { listBinding } from '../../domain/cursor.ts';
import { operation, success } from '../../gateway/operation.ts';
import { takeListPage } from '../list.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { presentUser } from './present.ts';
import { findRole } from './roles.ts';
import { holdersQuery, userList } from './schemas.ts';
import { usersIn } from './users.ts';

export const listRoleHolders = operation(
  'listRoleHolders',
  {
    summary: 'List the users who hold a role',
    description:
      'In the order of their `userId`. A list may trail changes by a moment. A page can be short of its limit, or ' +
      'empty, where filtering takes long; only a missing `Link` header is the end.',
    tag: 'Roles',
    query: holdersQuery,
    success: success(200, userList),
    example: { answer: [examples.user] },
  },
  async (request, deps: DirectoryDependencies) => {
    const { name } = await findRole(request, deps);
    const { items, headers } = await takeListPage(request, listBinding('holders', { name }), {
      ...usersIn(deps),
      matches: ({ roles }) => roles.includes(name),
    });
    return { body: items.map(presentUser), headers };
  },
);
