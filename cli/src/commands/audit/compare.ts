import type { AuditEvent } from '@latchkey/client';

/** An event that one of two copies of the log has not, or has otherwise. */
export interface Difference {
  readonly eventId: string;
  readonly sequence: number;
  readonly reason: 'missing from the file' | 'missing from the API' | 'differs';
}

export interface Comparison {
  /** When the first and the last event of the file took place: what is outside is not compared. */
  readonly from: string;
  readonly to: string;
  /** Events that both have. */
  readonly same: number;
  /** Events of the file that the API keeps no longer, because they are older than its retention. */
  readonly expired: number;
  readonly differences: readonly Difference[];
}

/**
 * Holds the events that the API has against those of the exported log.
 *
 * @param live of one target, or of all
 * @param isMeant whether an event of the file is one of those that `live` would have
 * @param keptSince milliseconds since the epoch: the API may have removed what is older
 */
export function compareLogs(
  live: readonly AuditEvent[],
  exported: readonly AuditEvent[],
  isMeant: (event: AuditEvent) => boolean,
  keptSince: number,
): Comparison {
  const times = exported.map(({ at }) => Date.parse(at));
  const from = times.reduce((one, other) => Math.min(one, other), Infinity);
  const to = times.reduce((one, other) => Math.max(one, other), -Infinity);
  const [ours, theirs] = [byPlace(live), byPlace(exported.filter(isMeant))];
  const differences: Difference[] = [];
  let [same, expired] = [0, 0];
  const differ = ({ eventId, sequence }: AuditEvent, reason: Difference['reason']) =>
    differences.push({ eventId, sequence, reason });
  for (const [place, event] of theirs) {
    const other = ours.get(place);
    if (other !== undefined && other.hash === event.hash) same += 1;
    else if (other !== undefined) differ(event, 'differs');
    else if (Date.parse(event.at) < keptSince) expired += 1;
    else differ(event, 'missing from the API');
  }
  for (const [place, event] of ours) {
    const at = Date.parse(event.at);
    if (!theirs.has(place) && at >= from && at <= to) differ(event, 'missing from the file');
  }
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), same, expired, differences };
}

/** Two events of one place in a file do not fit into a chain: that shows when it is checked. */
function byPlace(events: readonly AuditEvent[]): Map<string, AuditEvent> {
  return new Map(
    events.map((event) => [JSON.stringify([event.target.type, event.target.id, event.sequence]), event]),
  );
}
