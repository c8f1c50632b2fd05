import type * as z from 'zod';
import type { DeploymentSettings } from '../../contract/settings.ts';
import type { Clock } from '../../domain/ports.ts';
import type { ListAuditEvents } from '../../store/audit-event-listing.ts';
import type { ApiKeyReader } from '../../store/api-key-reader.ts';
import type { DirectoryStore } from '../../store/directory.ts';
import type { ListUsage } from '../../store/usage-listing.ts';
import type { CountUsage } from '../../store/usage-summary.ts';
import type { openApiDocument } from './schemas.ts';

export interface ReadDependencies {
  readonly settings: DeploymentSettings;
  readonly keys: Pick<ApiKeyReader, 'get'>;
  readonly directory: DirectoryStore;
  readonly listEvents: ListAuditEvents;
  readonly listUsage: ListUsage;
  readonly countUsage: CountUsage;
  readonly clock: Clock;
  /** The OpenAPI document of an API whose stage has this address. */
  readonly describeApi: (root: string) => z.output<typeof openApiDocument>;
}
