import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDirectoryLister } from '../../store/directory-listing.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createRoleStore } from '../../store/roles.ts';
import { createUserStore } from '../../store/users.ts';
import { apiHandlerDependencies, connectTables, systemClock, systemRandom } from '../wiring.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { directoryOperations } from './operations.ts';

/** The routes on `/users`, `/roles` and `/scopes`. */
export function makeHandler(deps: DirectoryDependencies): ApiHandler {
  return createApiHandler(directoryOperations, deps, apiHandlerDependencies(deps));
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
