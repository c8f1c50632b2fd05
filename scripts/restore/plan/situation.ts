import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import type { Random } from '../../../lambdas/domain/ports.ts';
import type { Snapshot } from '../snapshot.ts';

/** What a plan is made from. */
export interface Situation {
  readonly copy: Snapshot;
  /** Read after the log, so that the log tells nothing that is not done here. */
  readonly live: Snapshot;
  readonly log: readonly AuditEvent[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly retentionDays: number;
  readonly random: Random;
}
