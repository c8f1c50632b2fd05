import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDirectoryLister } from '../../store/directory-listing.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createRoleStore } from '../../store/roles.ts';
import { createUserStore } from '../../store/users.ts';
import { apiHandlerDependencies, connectTables, systemClock, systemPacing, systemRandom } from '../wiring.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { accountMaker } from './invitation.ts';
import { directoryOperations } from './operations.ts';

/** The routes on `/users`, `/roles` and `/scopes`. */
export function makeHandler(deps: DirectoryDependencies): ApiHandler {
  return createApiHandler(directoryOperations, deps, apiHandlerDependencies(deps));
}

const settings = readSettings();
const tables = connectTables();
const { now } = systemClock;

export const handler = makeHandler({
  settings,
  users: createUserStore(tables, settings, now),
  roles: createRoleStore(tables, settings, now),
  directory: createDirectoryStore(tables, systemPacing),
  lister: createDirectoryLister(tables, now),
  keys: createApiKeyReader(tables, now),
  clock: systemClock,
  random: systemRandom,
  makeAccount: accountMaker(),
});
