import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler } from '../../gateway/api-handler.ts';
import { createApiKeyLister } from '../../store/api-key-listing.ts';
import { createApiKeyStore } from '../../store/api-keys.ts';
import { connectOutboxTable, connectUsageTable } from '../../store/client.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createFirstAnswerReader } from '../../store/first-answers.ts';
import { createHolderReader } from '../../store/holder-reader.ts';
import { createProtectedApiStore } from '../../store/protected-apis.ts';
import { createLastUseReader } from '../../store/last-use-reader.ts';
import { createPurgeStore } from '../../store/purge.ts';
import { apiHandlerDependencies, connectTables, systemClock, systemPacing, systemRandom } from '../wiring.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { apiKeyOperations } from './operations.ts';

/** The routes on `/api-keys`. */
export function makeHandler(deps: ApiKeyDependencies): ApiHandler {
  return createApiHandler(apiKeyOperations, deps, apiHandlerDependencies(deps));
}

const settings = readSettings();
const tables = connectTables();
const { now } = systemClock;
const pacing = { clock: systemClock, random: systemRandom };

export const handler = makeHandler({
  settings,
  keys: createApiKeyStore({ ...tables, ...connectOutboxTable(tables.client) }, settings, now),
  purges: createPurgeStore(tables, settings, now),
  listKeys: createApiKeyLister(tables, now),
  directory: createDirectoryStore(tables, systemPacing),
  firstAnswers: createFirstAnswerReader(tables, now),
  holders: createHolderReader(tables, pacing),
  apis: createProtectedApiStore(tables, settings, now),
  readLastUses: createLastUseReader(connectUsageTable(tables.client), pacing),
  ...pacing,
});
