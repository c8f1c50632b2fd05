import { readSettings } from '../../contract/settings.ts';
import { type ApiHandler, createApiHandler, operation } from '../../gateway/api-handler.ts';
import { createApiKeyLister } from '../../store/api-key-listing.ts';
import { createApiKeyStore } from '../../store/api-keys.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createPurgeStore } from '../../store/purge.ts';
import { createFirstAnswerReader } from '../../store/first-answers.ts';
import { pauseApiKey, resumeApiKey, updateApiKey } from './change.ts';
import { createApiKey } from './create.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { getApiKey, listApiKeys } from './read.ts';
import { deleteApiKey } from './remove.ts';
import { createApiToken } from './api-tokens.ts';
import { duplicateApiKey } from './duplicate.ts';
import { revokeUserKeys } from './revoke.ts';
import { rotateApiKey } from './rotate.ts';
import { apiKeySchemas } from './schemas.ts';
import { apiHandlerDependencies, connectTables, systemClock, systemRandom } from '../wiring.ts';

/** The routes on `/api-keys`. */
export function makeHandler(deps: ApiKeyDependencies): ApiHandler {
  const { settings } = deps;
  const { createBody, createTokenBody, duplicateBody, patchBody, rotateBody, listQuery } =
    apiKeySchemas(settings);
  return createApiHandler(
    {
      createApiKey: operation({ body: createBody, handle: (request) => createApiKey(request, deps) }),
      listApiKeys: operation({ query: listQuery, handle: (request) => listApiKeys(request, deps) }),
      getApiKey: operation({ handle: (request) => getApiKey(request, deps) }),
      updateApiKey: operation({ body: patchBody, handle: (request) => updateApiKey(request, deps) }),
      deleteApiKey: operation({ handle: (request) => deleteApiKey(request, deps) }),
      pauseApiKey: operation({ handle: (request) => pauseApiKey(request, deps) }),
      revokeUserKeys: operation({ handle: (request) => revokeUserKeys(request, deps) }),
      createApiToken: operation({
        body: createTokenBody,
        handle: (request) => createApiToken(request, deps),
      }),
      rotateApiKey: operation({ body: rotateBody, handle: (request) => rotateApiKey(request, deps) }),
      duplicateApiKey: operation({
        body: duplicateBody,
        handle: (request) => duplicateApiKey(request, deps),
      }),
      resumeApiKey: operation({ handle: (request) => resumeApiKey(request, deps) }),
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
    keys: createApiKeyStore(tables, settings, clock.now),
    purges: createPurgeStore(tables, settings, clock.now),
    listKeys: createApiKeyLister(tables, clock.now),
    directory: createDirectoryStore(tables),
    firstAnswers: createFirstAnswerReader(tables, clock.now),
    clock,
    random: systemRandom,
  });
}

export const handler = wire();
