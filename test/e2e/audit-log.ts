import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditEvent, findChainFault } from '../../lambdas/domain/audit/audit.ts';
import type { ApiClient } from './api-client.ts';
import type { LatchkeyProcess } from './latchkey-process.ts';

/** Events of the log file, the copies of one event as one: delivery is at least once. */
export function exportedEvents(server: LatchkeyProcess): Map<string, AuditEvent> {
  const lines = server.log('latchkey/audit') as unknown as AuditEvent[];
  return new Map(lines.map((event) => [event.eventId, event]));
}

/** All events of `GET /audit-events`, oldest first, once the export has caught up with them. */
export async function settledEvents(server: LatchkeyProcess, admin: ApiClient): Promise<AuditEvent[]> {
  for (let tries = 0; ; tries += 1) {
    const { items } = await admin.list('/audit-events?limit=100');
    const exported = exportedEvents(server);
    const missing = items.filter(({ eventId }) => !exported.has(String(eventId)));
    if (missing.length === 0) return items.toReversed() as unknown as AuditEvent[];
    if (tries === 100) throw new Error(`${missing.length} events were never exported`);
    await sleep(100);
  }
}

/** Events by target, each list in the order of its sequence. */
export function byTarget(events: Iterable<AuditEvent>): Map<string, AuditEvent[]> {
  const groups = Map.groupBy(events, ({ target }) =>
    target.type === 'api_key' ? target.id : `${target.type} ${target.id}`,
  );
  for (const group of groups.values()) group.sort((left, right) => left.sequence - right.sequence);
  return groups;
}

/** Faults of the chains of all targets; none where every chain is whole. */
export function chainFaults(events: Iterable<AuditEvent>): unknown[] {
  return [...byTarget(events).values()]
    .map((events) => findChainFault(events))
    .filter((fault) => fault !== null);
}
