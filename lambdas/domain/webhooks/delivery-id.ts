import { isoTime } from '../time.ts';

/** What names a delivery among those of its endpoint. */
export interface DeliveryOrigin {
  /** When its event happened, ISO-8601 UTC with milliseconds. */
  readonly at: string;
  readonly eventId: string;
}

const pattern = /^(\d{1,15})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** The furthest that a date of JavaScript goes. */
const latestMs = 8_640_000_000_000_000;

/** The id of a delivery in paths: the milliseconds of its event's time, and the event's id. */
export function deliveryIdOf({ at, eventId }: DeliveryOrigin): string {
  return `${Date.parse(at)}-${eventId}`;
}

/** Null for what is no id of a delivery. */
export function readDeliveryId(text: string): DeliveryOrigin | null {
  const [, ms = '', eventId = ''] = pattern.exec(text) ?? [];
  return ms === '' || Number(ms) > latestMs ? null : { at: isoTime(Number(ms)), eventId };
}
