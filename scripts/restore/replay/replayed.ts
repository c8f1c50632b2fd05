import { type AuditAction, type AuditEvent, headOf } from '../../../lambdas/domain/audit/audit.ts';
import type { Audited } from '../../../lambdas/domain/audit/transition.ts';
import { isNotice } from '../../../lambdas/domain/webhooks/event-types.ts';

/** What a target has become by its events. */
export interface Replayed<State> {
  /** Null where it has ended, or nobody knows what it began as. */
  readonly state: State | null;
  /** Its last event says that it has ended. */
  readonly isEnded: boolean;
  /** Why the events do not tell for certain what it has become; null where they do. */
  readonly doubt: string | null;
}

/** The state after an event, which counts as one version. */
export function advance<State extends Audited>(
  state: State,
  fields: Partial<State>,
  event: AuditEvent,
): State {
  return {
    ...state,
    ...fields,
    updatedAt: Date.parse(event.at),
    version: state.version + 1,
    chain: headOf(event),
  };
}

/** What an event gives these fields, those that it does not name left out. */
export function fieldsOf<State>(
  { changes }: AuditEvent,
  names: readonly (keyof State & string)[],
): Partial<State> {
  const given = names.filter((name) => Object.hasOwn(changes, name));
  return Object.fromEntries(given.map((name) => [name, changes[name]?.to])) as Partial<State>;
}

/** Milliseconds since the epoch of a field with a timestamp, under the name, or nothing where the event lacks it. */
export function momentOf<Name extends string>(
  { changes }: AuditEvent,
  name: Name,
): { [name in Name]?: number | null } {
  const to = changes[name]?.to;
  if (to === undefined) return {};
  return { [name]: to === null ? null : Date.parse(to as string) } as { [name in Name]?: number | null };
}

/** What events do to the state of their target: null where there is none. */
export type Steps<State> = Partial<
  Record<AuditAction, (state: State | null, event: AuditEvent) => State | null>
>;

/**
 * What a target has become by its events. A notice only moves the chain: it is no version. What this program does not know,
 * since a later version wrote it, leaves doubt.
 *
 * @param before null where the copy has none
 * @param known fields that the steps understand
 */
export function replay<State extends Pick<Audited, 'chain'>>(
  before: State | null,
  events: readonly AuditEvent[],
  steps: Steps<State>,
  known: readonly string[],
): Omit<Replayed<State>, 'isEnded'> {
  let state = before;
  let doubt: string | null = null;
  for (const event of events) {
    const { action, sequence, changes } = event;
    if (isNotice(action)) {
      state = state && { ...state, chain: headOf(event) };
      continue;
    }
    const step = steps[action];
    if (step === undefined) doubt ??= `event ${sequence} is ${action}, which is not known here`;
    else state = step(state, event);
    const strange = Object.keys(changes).find((field) => !known.includes(field));
    if (strange !== undefined) doubt ??= `event ${sequence} changes ${strange}, which is not known here`;
  }
  return { state, doubt };
}
