import type { DeploymentSettings } from '../contract/settings.ts';
import type { Clock } from '../domain/ports.ts';
import type { ApiHandlerDependencies } from '../gateway/api-handler.ts';
import type { ApiKeyReader } from '../store/api-key-reader.ts';
import type { DirectoryStore } from '../store/directory.ts';
import { createPermissionsLoader } from '../store/effective-permissions.ts';

export { connectTables } from '../store/client.ts';
export { systemClock, systemRandom } from './system.ts';

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
