import type { DeploymentSettings } from '../contract/settings.ts';
import type { Clock } from '../domain/ports.ts';
import type { ApiHandlerDependencies } from '../gateway/api-handler.ts';
import type { ApiKeyReader } from '../store/api-key-reader.ts';
import type { DirectoryStore } from '../store/directory.ts';
import { createPermissionsLoader } from '../store/effective-permissions.ts';

export { connectTables } from '../store/client.ts';
export { systemClock, systemPacing, systemRandom } from './system.ts';

/** What every function of the API works with. */
export interface CommonDependencies {
  readonly settings: DeploymentSettings;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly directory: DirectoryStore;
  readonly clock: Clock;
}

/** What `createApiHandler` asks for beside the operations. */
export function apiHandlerDependencies(deps: CommonDependencies): ApiHandlerDependencies {
  const { settings, keys, directory, clock } = deps;
  return { settings, loadPermissions: createPermissionsLoader(keys, directory), now: clock.now };
}
