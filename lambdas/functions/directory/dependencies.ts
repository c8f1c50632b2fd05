import type { DeploymentSettings } from '../../contract/settings.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { ApiKeyReader } from '../../store/api-key-reader.ts';
import type { DirectoryLister } from '../../store/directory-listing.ts';
import type { DirectoryStore } from '../../store/directory.ts';
import type { RoleStore } from '../../store/roles.ts';
import type { UserStore } from '../../store/users.ts';

/** What the operations on users, roles and scopes work with. */
export interface DirectoryDependencies {
  readonly settings: DeploymentSettings;
  readonly users: UserStore;
  readonly roles: RoleStore;
  readonly directory: DirectoryStore;
  readonly lister: DirectoryLister;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly clock: Clock;
  readonly random: Random;
}
