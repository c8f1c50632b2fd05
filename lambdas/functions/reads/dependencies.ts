import type * as z from 'zod';
import type { ServiceDescription } from '../../contract/service.ts';
import type { ListAuditEvents } from '../../store/audit-event-listing.ts';
import type { ReadRecordedUntil } from '../../store/recorded-until.ts';
import type { ListUsage } from '../../store/usage-listing.ts';
import type { ReadCountedSince, TallyUsage } from '../../store/usage-overview.ts';
import type { CountUsage } from '../../store/usage-summary.ts';
import type { CommonDependencies } from '../wiring.ts';
import type { openApiDocument } from './schemas.ts';

export interface ReadDependencies extends CommonDependencies {
  readonly service: ServiceDescription;
  readonly listEvents: ListAuditEvents;
  readonly listUsage: ListUsage;
  readonly countUsage: CountUsage;
  readonly tallyUsage: TallyUsage;
  readonly readCountedSince: ReadCountedSince;
  readonly readRecordedUntil: ReadRecordedUntil;
  /** The OpenAPI document of an API whose stage has this address. */
  readonly describeApi: (root: string) => z.output<typeof openApiDocument>;
}
