import {
  type AuditEvent,
  type ChainHead,
  findChainFault,
  headOf,
} from '../../../lambdas/domain/audit/audit.ts';

/** What is known of a target's chain behind the place that a copy has it at. */
export interface ChainTail {
  /** By sequence, each once. */
  readonly events: readonly AuditEvent[];
  /** Where the next event links to: the highest sequence that anybody knows. */
  readonly head: ChainHead;
  /** Why the events do not tell for certain what the target has become; null where they do. */
  readonly fault: string | null;
}

/**
 * Orders what several sources know of one target. Copies of an event are one; two events of one sequence are a fork, of
 * which the first given counts.
 *
 * @param from where the copy has the chain
 */
export function tailBehind(from: ChainHead, known: readonly AuditEvent[]): ChainTail {
  const bySequence = new Map<number, AuditEvent>();
  let fork: string | null = null;
  for (const event of known) {
    const { sequence, hash } = event;
    const other = sequence === from.sequence ? from : bySequence.get(sequence);
    if (other !== undefined && other.hash !== hash) fork ??= `event ${sequence} exists twice`;
    if (sequence > from.sequence && !bySequence.has(sequence)) bySequence.set(sequence, event);
  }
  const events = [...bySequence.values()].toSorted((left, right) => left.sequence - right.sequence);
  const fault = findChainFault(events, from);
  const last = events.at(-1);
  return {
    events,
    head: last === undefined ? from : headOf(last),
    fault: fork ?? (fault === null ? null : `event ${fault.sequence} is ${fault.reason}`),
  };
}
