import type { Clock, Random } from '../domain/ports.ts';

/** When a change happens, and the id of its audit event. */
export function momentOf({ clock, random }: { readonly clock: Clock; readonly random: Random }) {
  return { now: clock.now(), eventId: random.uuid() };
}
