import type { DeploymentSettings } from '../../contract/settings.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { ListApiKeys } from '../../store/api-key-listing.ts';
import type { ApiKeyStore } from '../../store/api-keys.ts';
import type { DirectoryStore } from '../../store/directory.ts';
import type { PurgeStore } from '../../store/purge.ts';
import type { FirstAnswerReader } from '../../store/first-answers.ts';

/** What the operations on keys work with. */
export interface ApiKeyDependencies {
  readonly settings: DeploymentSettings;
  readonly keys: ApiKeyStore;
  readonly purges: PurgeStore;
  readonly listKeys: ListApiKeys;
  readonly directory: DirectoryStore;
  readonly firstAnswers: FirstAnswerReader;
  readonly clock: Clock;
  readonly random: Random;
}
