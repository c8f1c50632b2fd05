import { keyBeginnings } from '../../../lambdas/contract/tables.ts';
import type { AuditEvent } from '../../../lambdas/domain/audit/audit.ts';
import { putEvent } from '../../../lambdas/store/audit-events.ts';
import type { Tables } from '../../../lambdas/store/client.ts';
import { isPastTtl } from '../../../lambdas/store/conditions.ts';
import { partitionOf } from '../plan/targets.ts';
import type { Progress } from '../progress.ts';
import { scanPages } from '../read/read-snapshot.ts';
import { fillMissing } from './fill.ts';

interface Filling {
  readonly copy: Tables;
  readonly live: Tables;
  readonly log: readonly AuditEvent[];
  /** Targets whose live chain is another one. */
  readonly foreign: ReadonlySet<string>;
  readonly auditRetentionDays: number;
  readonly now: number;
  readonly isApplied: boolean;
  readonly progress: Progress;
}

/** Gives the live Registry the audit events of copy and log, so that each chain is there from its first event. */
export async function fillEvents(filling: Filling): Promise<number> {
  const { copy, live, log, auditRetentionDays, progress } = filling;
  let count = 0;
  const fill = async (items: readonly Readonly<Record<string, unknown>>[]) => {
    const kept = items.filter(
      (item) => !filling.foreign.has(String(item['pk'])) && !isPastTtl(item, filling.now),
    );
    count += await fillMissing(live.client, live.registry, kept, filling.isApplied);
    progress.show('audit events that were missing', count);
  };
  for await (const items of scanPages(copy.client, copy.registry)) {
    await fill(items.filter((item) => String(item['sk']).startsWith(keyBeginnings.auditEvent)));
  }
  const pages = Array.from({ length: Math.ceil(log.length / 1_000) }, (_, at) =>
    log.slice(at * 1_000, (at + 1) * 1_000),
  );
  for (const page of pages) {
    await fill(
      page.flatMap((event) => {
        const { item } = putEvent(live, partitionOf(event.target), event, auditRetentionDays);
        return item.Put?.Item === undefined ? [] : [item.Put.Item];
      }),
    );
  }
  progress.end('audit events that were missing', count);
  return count;
}
