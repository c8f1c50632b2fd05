import { randomBytes, randomUUID } from 'node:crypto';
import { environment, requireEnvironment } from '../contract/environment.ts';
import type { DeploymentSettings } from '../contract/settings.ts';
import type { Clock, Random } from '../domain/ports.ts';
import type { ApiHandlerDependencies } from '../gateway/api-handler.ts';
import type { ApiKeyReader } from '../store/api-key-reader.ts';
import { createDocumentClient, type Tables } from '../store/client.ts';
import type { DirectoryStore } from '../store/directory.ts';
import { createPermissionsLoader } from '../store/effective-permissions.ts';

/** What every function of the API is made of, outside of tests. */
export const systemClock: Clock = { now: Date.now };
export const systemRandom: Random = { bytes: randomBytes, uuid: randomUUID };

/** The tables that the stack has named to the function. */
export function connectTables(): Tables {
  return {
    client: createDocumentClient(),
    credentials: requireEnvironment(environment.credentialsTable),
    registry: requireEnvironment(environment.registryTable),
  };
}

/** What `createApiHandler` asks for beside the operations. */
export function apiHandlerDependencies({
  settings,
  keys,
  directory,
  clock,
}: {
  readonly settings: DeploymentSettings;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly directory: DirectoryStore;
  readonly clock: Clock;
}): ApiHandlerDependencies {
  return {
    settings,
    loadPermissions: createPermissionsLoader(keys, directory),
    now: clock.now,
  };
}
