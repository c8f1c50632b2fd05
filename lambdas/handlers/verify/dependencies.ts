import type { DeploymentSettings } from '../../contract/settings.ts';
import type { Authenticate } from '../../domain/authenticate.ts';
import type { CredentialsReader } from '../../domain/ports.ts';
import type { Clock } from '../../domain/ports.ts';
import type { RoleCache } from '../../domain/role-cache.ts';
import type { ApiKeyReader } from '../../store/api-key-reader.ts';
import type { DirectoryStore } from '../../store/directory.ts';

export interface VerifyDependencies {
  readonly settings: DeploymentSettings;
  readonly authenticate: Authenticate;
  readonly reader: CredentialsReader;
  readonly roleCache: RoleCache;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly directory: DirectoryStore;
  readonly clock: Clock;
}
