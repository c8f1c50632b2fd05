import { type AuditEvent, type ChainHead, headOf, nextEvent, type Operation, type Origin } from './audit.ts';

/** What every record has whose changes are audited. */
export interface Audited {
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** Grows by one with every change; the ETag. */
  readonly version: number;
  readonly chain: ChainHead;
}

/** When something happens, in milliseconds since the epoch, and what its event is called. */
export interface Moment {
  readonly now: number;
  readonly eventId: string;
}

/**
 * The one way from a record's state to the next: its version grows by one, and its chain by the event that tells what
 * was done. Both are stored together or not at all.
 *
 * @param before what the record was; of a new one version 0, and where an earlier record of its name left the chain
 */
export function transition<State extends object>(
  before: Pick<Audited, 'version' | 'chain'>,
  after: State,
  deed: Pick<Operation, 'action' | 'target' | 'changes'>,
  origin: Origin,
  { now, eventId }: Moment,
): { readonly record: State & Audited; readonly event: AuditEvent } {
  const event = nextEvent(before.chain, { ...deed, eventId, at: now }, origin);
  return {
    record: { ...after, updatedAt: now, version: before.version + 1, chain: headOf(event) },
    event,
  };
}
