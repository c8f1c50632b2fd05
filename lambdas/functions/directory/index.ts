import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler, operation } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDirectoryLister } from '../../store/directory-listing.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createRoleStore } from '../../store/roles.ts';
import { createUserStore } from '../../store/users.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { createRole, deleteRole, getRole, listRoles, replaceRole } from './roles.ts';
import { directorySchemas } from './schemas.ts';
import { createUser, deleteUser, getUser, listUsers, updateUser } from './users.ts';
import { apiHandlerDependencies, connectTables, systemClock, systemRandom } from '../wiring.ts';

/** The routes on `/users`, `/roles` and `/scopes`. */
export function makeHandler(deps: DirectoryDependencies): ApiHandler {
  const { settings } = deps;
  const schemas = directorySchemas(settings);
  const catalogue = Object.entries(settings.scopes).map(([scope, description]) => ({ scope, description }));
  return createApiHandler(
    {
      listScopes: operation({ handle: async () => ({ status: 200, body: catalogue }) }),
      listUsers: operation({ query: schemas.listUsersQuery, handle: (request) => listUsers(request, deps) }),
      createUser: operation({ body: schemas.createUserBody, handle: (request) => createUser(request, deps) }),
      getUser: operation({ handle: (request) => getUser(request, deps) }),
      updateUser: operation({ body: schemas.patchUserBody, handle: (request) => updateUser(request, deps) }),
      deleteUser: operation({ handle: (request) => deleteUser(request, deps) }),
      listRoles: operation({ query: schemas.listRolesQuery, handle: (request) => listRoles(request, deps) }),
      createRole: operation({ body: schemas.createRoleBody, handle: (request) => createRole(request, deps) }),
      getRole: operation({ handle: (request) => getRole(request, deps) }),
      replaceRole: operation({
        body: schemas.replaceRoleBody,
        handle: (request) => replaceRole(request, deps),
      }),
      deleteRole: operation({ handle: (request) => deleteRole(request, deps) }),
    },
    apiHandlerDependencies(deps),
  );
}

function wire(): ApiHandler {
  const settings = readSettings();
  const clock = systemClock;
  const tables = connectTables();
  return makeHandler({
    settings,
    users: createUserStore(tables, settings, clock.now),
    roles: createRoleStore(tables, settings, clock.now),
    directory: createDirectoryStore(tables),
    lister: createDirectoryLister(tables, clock.now),
    keys: createApiKeyReader(tables, clock.now),
    clock,
    random: systemRandom,
  });
}

export const handler = wire();
