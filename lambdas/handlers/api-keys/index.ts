import { randomBytes, randomUUID } from 'node:crypto';
import { environment, requireEnvironment } from '../../contract/environment.ts';
import { readSettings } from '../../contract/settings.ts';
import { secretShape } from '../../domain/secret-shape.ts';
import { type ApiHandler, createApiHandler, operation } from '../../gateway/api-handler.ts';
import { createApiKeyLister } from '../../store/api-key-listing.ts';
import { createApiKeyStore } from '../../store/api-keys.ts';
import { createDocumentClient } from '../../store/client.ts';
import { createDirectoryStore } from '../../store/directory.ts';
import { createPermissionsLoader } from '../../store/effective-permissions.ts';
import { pauseApiKey, resumeApiKey, updateApiKey } from './change.ts';
import { createApiKey } from './create.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { getApiKey, listApiKeys } from './read.ts';
import { deleteApiKey } from './remove.ts';
import { createApiToken } from './api-tokens.ts';
import { revokeUserKeys } from './revoke.ts';
import { apiKeySchemas } from './schemas.ts';

/** The routes on `/api-keys`. */
export function makeHandler(deps: ApiKeyDependencies): ApiHandler {
  const { settings, keys, directory } = deps;
  const { createBody, createTokenBody, patchBody, listQuery } = apiKeySchemas(settings);
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
      resumeApiKey: operation({ handle: (request) => resumeApiKey(request, deps) }),
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
    keys: createApiKeyStore(tables, settings, clock.now),
    listKeys: createApiKeyLister(tables, clock.now),
    directory: createDirectoryStore(tables),
    clock,
    random: { bytes: randomBytes, uuid: randomUUID },
  });
}

export const handler = wire();
