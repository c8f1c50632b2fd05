import * as environment from '../../contract/environment.ts';
import { requireEnvironment } from '../../contract/require-environment.ts';
import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { createApiKeyReader } from '../../store/api-key-reader.ts';
import { createDirectoryLister } from '../../store/directory-listing.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createProtectedApiStore } from '../../store/protected-apis.ts';
import { apiHandlerDependencies, connectTables, systemClock, systemPacing, systemRandom } from '../wiring.ts';
import type { ProtectedApiDependencies } from './dependencies.ts';
import { apiOperations } from './operations.ts';

/** The routes on `/apis`. */
export function makeHandler(deps: ProtectedApiDependencies): ApiHandler {
  return createApiHandler(apiOperations, deps, apiHandlerDependencies(deps));
}

const settings = readSettings();
const tables = connectTables();
const { now } = systemClock;

export const handler = makeHandler({
  settings,
  apis: createProtectedApiStore(tables, settings, now),
  lister: createDirectoryLister(tables, now),
  directory: createDirectoryStore(tables, systemPacing),
  keys: createApiKeyReader(tables, now),
  gatewayAccounts: JSON.parse(requireEnvironment(environment.gatewayAccounts)) as string[],
  clock: systemClock,
  random: systemRandom,
});
