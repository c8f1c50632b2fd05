import { durationMs, durationPattern } from '../../contract/durations.ts';
import type { KeyPolicy } from '../../contract/settings.ts';
import { invalid } from '../problem.ts';
import { dayMs, dayOf, isoTime, latestMs, startOfDay } from '../time.ts';

const timestampPattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;

export interface ExpiryRequest {
  /** ISO-8601 timestamp with a zone, or a date meaning 00:00 UTC; null for never. */
  readonly expiresAt?: string | null | undefined;
  /** `<n>` and a unit of s, m, h, d, w, y. */
  readonly expiresIn?: string | undefined;
}

/**
 * The instant that a request asks for; null for never, undefined where it asks for nothing.
 *
 * @throws Problem `INVALID` naming the field: both given, not a date, not a duration, or in the past
 */
export function readExpiry(request: ExpiryRequest, now: number): number | null | undefined {
  const { expiresAt, expiresIn } = request;
  if (expiresAt !== undefined && expiresIn !== undefined) {
    throw invalid('expiresIn', 'Give either expiresAt or expiresIn, not both');
  }
  if (expiresIn !== undefined) return fromDuration(expiresIn, now);
  if (expiresAt === undefined || expiresAt === null) return expiresAt;
  return readTimestamp(expiresAt, now);
}

/**
 * Checks an expiry against the deployment's key policy.
 *
 * @param field named in the error
 * @throws Problem `INVALID`
 */
export function checkKeyPolicy(
  expiresAt: number | null,
  policy: KeyPolicy,
  now: number,
  field = 'expiresAt',
): void {
  if (expiresAt === null) {
    if (policy.requireExpiry || policy.maxLifetimeDays !== null) {
      throw invalid(field, policyMessage(policy));
    }
    return;
  }
  if (expiresAt > latestExpiry(policy, now)) throw invalid(field, policyMessage(policy));
}

/** The latest that a key may expire by the policy: the end of the UTC day that is so many days ahead. */
export function latestExpiry({ maxLifetimeDays }: KeyPolicy, now: number): number {
  if (maxLifetimeDays === null) return Number.POSITIVE_INFINITY;
  return startOfDay(dayOf(now)) + (maxLifetimeDays + 1) * dayMs - 1;
}

function policyMessage({ maxLifetimeDays }: KeyPolicy): string {
  if (maxLifetimeDays === null) return 'Please choose an expiration date';
  const span = maxLifetimeDays === 365 ? 'one year' : `${maxLifetimeDays} days`;
  return `Please choose an expiration date that is in the future and within ${span} from today`;
}

/** A number and a unit of `gracePeriod`. */
export const gracePattern = /^(0|[1-9]\d{0,6})([smhdw])$/;

/** The longest that a former secret works beside the new one. */
const maxGraceMs = 30 * dayMs;

/**
 * Milliseconds of a grace period, `0s` to `30d`.
 *
 * @throws Problem `INVALID` naming `gracePeriod`
 */
export function readGracePeriod(text: string): number {
  const graceMs = durationMs(gracePattern, text);
  if (!(graceMs <= maxGraceMs)) throw invalid('gracePeriod', 'Give a duration from 0s to 30d');
  return graceMs;
}

function fromDuration(text: string, now: number): number {
  const expiresAt = now + durationMs(durationPattern, text);
  if (Number.isNaN(expiresAt))
    throw invalid('expiresIn', 'Give a number and one of s, m, h, d, w, y, for example 90d');
  if (expiresAt > latestMs) throw invalid('expiresIn', 'The expiration is too far in the future');
  return expiresAt;
}

/**
 * The instant that a date or timestamp means.
 *
 * @param field named in the error
 * @throws Problem `INVALID`: not a date, or in the past
 */
export function readTimestamp(text: string, now: number, field = 'expiresAt'): number {
  const expiresAt = parseMoment(text, field);
  if (expiresAt <= now) throw invalid(field, 'The expiration must be in the future');
  if (expiresAt > latestMs) throw invalid(field, 'The expiration is too far in the future');
  return expiresAt;
}

/** `Date` takes 31 February for 3 March; a calendar date comes out as it went in. */
function isCalendarDate(date: string): boolean {
  const time = Date.parse(date);
  return !Number.isNaN(time) && isoTime(time).startsWith(date);
}

function parseMoment(text: string, field: string): number {
  const date = datePattern.test(text) ? text : timestampPattern.exec(text)?.[1];
  const moment = date !== undefined && isCalendarDate(date) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) {
    throw invalid(field, 'Give a date (YYYY-MM-DD) or an ISO-8601 timestamp with a time zone');
  }
  return moment;
}

/**
 * The end of a grace period as somebody wants it: earlier than it is. One that has passed ends it at once.
 *
 * @param endsAt as it is, milliseconds since the epoch; null where no former secret works any more
 * @throws Problem `INVALID` naming `rotationEndsAt`
 */
export function readEarlierEnd(text: string, endsAt: number | null, now: number): number {
  const asked = parseMoment(text, 'rotationEndsAt');
  if (endsAt === null || endsAt <= now) {
    throw invalid('rotationEndsAt', 'No former secret of the key works any more');
  }
  if (asked > endsAt) throw invalid('rotationEndsAt', 'The grace period can only be made to end earlier');
  return asked;
}
