import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import type { Clock, Random } from '../../lambdas/domain/ports.ts';
import { hourMs } from '../../lambdas/domain/time.ts';
import type { OutboxTable, Tables } from '../../lambdas/store/client.ts';
import { planRestore } from './plan/plan.ts';
import type { Plan } from './plan/planned.ts';
import { chainIn, partitionOf } from './plan/targets.ts';
import type { Progress } from './progress.ts';
import type { ReadAuditLog } from './read/audit-log.ts';
import { readSnapshot } from './read/read-snapshot.ts';
import { RestoreError } from './restore-error.ts';
import type { Snapshot } from './snapshot.ts';
import { applyPlan } from './write/apply-plan.ts';
import { fillEvents } from './write/fill-events.ts';
import { createWriter, type WriterSettings } from './write/writer.ts';

export interface RestoreDependencies {
  /** What point-in-time recovery has made: it is only read. */
  readonly copy: Tables;
  readonly live: Tables & OutboxTable;
  readonly readLog: ReadAuditLog;
  readonly settings: WriterSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly progress: Progress;
}

export interface RestoreRequest {
  /** False for a dry run, which writes nothing. */
  readonly isApplied: boolean;
  /** Milliseconds since the epoch that the log is read from; null for an hour before the copy ends. */
  readonly since: number | null;
}

export interface RestoreResult {
  readonly plan: Plan;
  /** Audit events that the live table lacked. */
  readonly eventCount: number;
  /** Of the newest event of the log; null where it has none. */
  readonly logEndsAt: string | null;
  /** Planned, but not written since the live tables had changed meanwhile; a second run has them. */
  readonly left: number;
}

/** Reads the copy, then the log, then the live tables: so whatever the log tells is seen in the live tables, too. */
export async function restore(request: RestoreRequest, deps: RestoreDependencies): Promise<RestoreResult> {
  const { clock, random, progress, settings } = deps;
  const copy = await readSnapshot(deps.copy, clock.now(), progress);
  const log = await deps.readLog(request.since ?? endOf(copy) - hourMs);
  checkOverlap(copy, log);
  const logEndsAt = log.reduce<string | null>((end, { at }) => (end === null || at > end ? at : end), null);
  const isBehindCopy = (pk: string, { sequence }: AuditEvent) => sequence > chainIn(copy, pk).sequence;
  const live = await readSnapshot(deps.live, clock.now(), progress, isBehindCopy);
  const { retentionDays, auditRetentionDays } = settings;
  const now = clock.now();
  const plan = planRestore({ copy, live, log, now, retentionDays, random });
  // A dry run counts once what both copy and log have.
  // Chains come first: whoever is made anew meanwhile under an old name goes on where the old one ended.
  const eventCount = await fillEvents({
    copy: deps.copy,
    live: deps.live,
    log: request.isApplied ? log : log.filter((event) => isBehindCopy(partitionOf(event.target), event)),
    foreign: plan.foreign,
    auditRetentionDays,
    now,
    isApplied: request.isApplied,
    progress,
  });
  if (!request.isApplied) return { plan, eventCount, logEndsAt, left: 0 };
  const writer = createWriter(deps.live, settings, deps, `restore-${random.uuid()}`);
  return { plan, eventCount, logEndsAt, left: await applyPlan(plan, writer, progress) };
}

/**
 * The log of another deployment, or one that begins too late, would revive what it does not tell of.
 *
 * @throws RestoreError
 */
function checkOverlap(copy: Snapshot, log: readonly AuditEvent[]): void {
  const newest = newestIn(copy);
  if (newest === null || log.some(({ hash }) => hash === newest.hash)) return;
  throw new RestoreError(
    `The log does not hold the newest event of the copy, ${newest.eventId} of ${newest.at}: give the log that goes on from it`,
  );
}

function newestIn({ events }: Snapshot): AuditEvent | null {
  let newest: AuditEvent | null = null;
  for (const [event] of events.values()) {
    if (event !== undefined && (newest === null || event.at > newest.at)) newest = event;
  }
  return newest;
}

/** When the newest event of a copy happened; 0 where it has none. */
function endOf(copy: Snapshot): number {
  return Date.parse(newestIn(copy)?.at ?? new Date(0).toISOString());
}
