import type { AuditEvent } from '../generated/api.ts';
import { canonicalJson } from './canonical-json.ts';

export interface ChainFault {
  readonly eventId: string;
  readonly sequence: number;
  /** `missing`: one or more before it are not there. `not linked`: what is before it is another than it says. */
  readonly reason: 'altered' | 'missing' | 'not linked';
}

export interface ChainReport {
  /** Empty where nothing is wrong. */
  readonly faults: readonly ChainFault[];
  /** Events whose hash was recomputed. */
  readonly verified: number;
  /** Events that are shown without address and user agent, so that only their links could be checked. */
  readonly linkedOnly: number;
}

const beginning = '0'.repeat(64);

/**
 * Checks audit events by the hash chain of each target: what was altered, removed or put in another order shows. Events may
 * be of several targets, come in any order, and more than once. Each target is checked from its oldest event given on: hand
 * over all of it, since what is left out before the oldest or after the newest cannot show, nor in a list that a filter by
 * actor or action has thinned out.
 */
export async function verifyChain(
  events: Iterable<AuditEvent> | AsyncIterable<AuditEvent>,
): Promise<ChainReport> {
  const targets = new Map<string, Map<string, AuditEvent>>();
  for await (const event of events) {
    const target = JSON.stringify([event.target.type, event.target.id]);
    const chain = targets.get(target) ?? new Map<string, AuditEvent>();
    targets.set(target, chain);
    // The same event twice is no fault; two under one name are.
    chain.set(canonicalJson(event), event);
  }
  const faults: ChainFault[] = [];
  let [verified, linkedOnly] = [0, 0];
  for (const chain of targets.values()) {
    const inOrder = [...chain.values()].toSorted((left, right) => left.sequence - right.sequence);
    for (const [index, event] of inOrder.entries()) {
      const { eventId, sequence } = event;
      const fault = linkFault(event, inOrder[index - 1]);
      if (fault !== null) faults.push({ eventId, sequence, reason: fault });
      if (isRedacted(event)) linkedOnly += 1;
      else if ((await hashOf(event)) === event.hash) verified += 1;
      else faults.push({ eventId, sequence, reason: 'altered' });
    }
  }
  return { faults, verified, linkedOnly };
}

function linkFault(event: AuditEvent, before: AuditEvent | undefined): 'missing' | 'not linked' | null {
  if (before === undefined)
    return event.sequence === 1 && event.previousHash !== beginning ? 'not linked' : null;
  if (event.sequence > before.sequence + 1) return 'missing';
  return event.sequence === before.sequence || event.previousHash !== before.hash ? 'not linked' : null;
}

/** An owner does not learn where others called from. */
function isRedacted(event: AuditEvent): boolean {
  return !('sourceIp' in event) || !('userAgent' in event);
}

/** SHA-256 over the canonical JSON of the event without its `hash`, in hexadecimal. */
async function hashOf(event: AuditEvent): Promise<string> {
  const { hash: _, ...body } = event;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(body)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
