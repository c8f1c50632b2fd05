import type { DeploymentSettings } from '../../contract/settings.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { ListApiKeys } from '../../store/api-key-listing.ts';
import type { ApiKeyStore } from '../../store/api-keys.ts';
import type { DirectoryStore } from '../../store/directory.ts';

/** What the operations on keys work with. */
export interface ApiKeyDependencies {
  readonly settings: DeploymentSettings;
  readonly keys: ApiKeyStore;
  readonly listKeys: ListApiKeys;
  readonly directory: DirectoryStore;
  readonly clock: Clock;
  readonly random: Random;
}
