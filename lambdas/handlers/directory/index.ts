import { randomBytes, randomUUID } from 'node:crypto';
import { environment, requireEnvironment } from '../../contract/environment.ts';
import { readSettings } from '../../contract/settings.ts';
import { secretShape } from '../../domain/secret-shape.ts';
import { type ApiHandler, createApiHandler, operation } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDocumentClient } from '../../store/client.ts';
import { createDirectoryLister } from '../../store/directory-listing.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createPermissionsLoader } from '../../store/effective-permissions.ts';
import { createRoleStore } from '../../store/roles.ts';
import { createUserStore } from '../../store/users.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { createRole, deleteRole, getRole, listRoles, replaceRole } from './roles.ts';
import { directorySchemas } from './schemas.ts';
import { createUser, deleteUser, getUser, listUsers, updateUser } from './users.ts';

/** The routes on `/users`, `/roles` and `/scopes`. */
export function makeHandler(deps: DirectoryDependencies): ApiHandler {
  const { settings, keys, directory } = deps;
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
    {
      loadPermissions: createPermissionsLoader(keys, directory),
      secretShape: secretShape([settings.prefix, ...settings.previousPrefixes]),
      consoleOrigin: settings.consoleOrigin,
    },
  );
}

function wire(): ApiHandler {
  const settings = readSettings();
  const clock = { now: Date.now };
  const tables = {
    client: createDocumentClient(),
    credentials: requireEnvironment(environment.credentialsTable),
    registry: requireEnvironment(environment.registryTable),
  };
  return makeHandler({
    settings,
    users: createUserStore(tables, settings, clock.now),
    roles: createRoleStore(tables, settings, clock.now),
    directory: createDirectoryStore(tables),
    lister: createDirectoryLister(tables, clock.now),
    keys: createApiKeyReader(tables, clock.now),
    clock,
    random: { bytes: randomBytes, uuid: randomUUID },
  });
}

export const handler = wire();
