import type { DeploymentSettings } from '../../contract/settings.ts';
import type { Clock } from '../../domain/ports.ts';
import type { ListAuditEvents } from '../../store/audit-event-listing.ts';
import type { ApiKeyReader } from '../../store/api-key-reader.ts';
import type { DirectoryStore } from '../../store/directory.ts';

export interface ReadDependencies {
  readonly settings: DeploymentSettings;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly directory: DirectoryStore;
  readonly listEvents: ListAuditEvents;
  readonly clock: Clock;
}
