import type { Changes } from '../audit/audit.ts';
import { creationOf } from '../audit/changes.ts';
import type { ApiKey } from '../keys/api-key.ts';
import { hourMs, isoTime } from '../time.ts';
import type { NoticeSpan } from './notice-spans.ts';

/** What of a key notices go by. */
export type KeyTimes = Pick<ApiKey, 'expiresAt' | 'rotationEndsAt' | 'lastRotatedAt'>;

/** One notice of a key that is to come. Times are milliseconds since the epoch. */
export interface DueNotice {
  readonly type: 'api_key.expiring' | 'api_key.expired' | 'api_key.rotation_ending';
  /** Names it among those of its key: what is set under the same name takes its place. */
  readonly slot: string;
  readonly dueAt: number;
  /** What it is about: when the key expires, or its former secret ends. */
  readonly moment: number;
  /** The span, as the configuration has it; null of what is not announced by one. */
  readonly before: string | null;
}

/** What to store with a change of a key, in its transaction. */
export interface NoticePlan {
  readonly set: readonly DueNotice[];
  /** Slots that must be empty then. */
  readonly clear: readonly string[];
}

const rotationSlot = 'rotation_ending';
const expiredSlot = 'expired';
/** A former secret is announced to end by this, or half of what is left of its grace period where that is shorter. */
const longestRotationNoticeMs = 24 * hourMs;

/**
 * The notices that a change makes due, and those that it makes void. An expiry that stays as it is keeps its notices, given
 * or to come; one that changes is noticed anew. A span that has begun already is left out, so that a key which lives shorter
 * has no such notice. A key that exists, and none was planned for, is `null` before as a new one is.
 *
 * @param before null for a key that is new
 * @param after null for one that ends
 */
export function planNotices(
  before: KeyTimes | null,
  after: KeyTimes | null,
  spans: readonly NoticeSpan[],
  now: number,
): NoticePlan {
  const hasOtherExpiry = before?.expiresAt !== after?.expiresAt;
  const hasOtherRotation =
    before?.rotationEndsAt !== after?.rotationEndsAt || before?.lastRotatedAt !== after?.lastRotatedAt;
  const set = [
    ...(hasOtherExpiry ? expiryNotices(after?.expiresAt ?? null, spans) : []),
    ...(hasOtherRotation ? rotationNotices(after?.rotationEndsAt ?? null, now) : []),
  ].filter(({ dueAt }) => dueAt > now);
  const slots = [
    ...(hasOtherExpiry ? [...spans.map(slotOf), expiredSlot] : []),
    ...(hasOtherRotation ? [rotationSlot] : []),
  ];
  const taken = new Set(set.map(({ slot }) => slot));
  return { set, clear: before === null ? [] : slots.filter((slot) => !taken.has(slot)) };
}

function expiryNotices(expiresAt: number | null, spans: readonly NoticeSpan[]): DueNotice[] {
  if (expiresAt === null) return [];
  const announcements = spans.map((span): DueNotice => {
    const dueAt = expiresAt - span.ms;
    return { type: 'api_key.expiring', slot: slotOf(span), dueAt, moment: expiresAt, before: span.text };
  });
  const end = { slot: expiredSlot, dueAt: expiresAt, moment: expiresAt, before: null };
  return [...announcements, { type: 'api_key.expired', ...end }];
}

function rotationNotices(rotationEndsAt: number | null, now: number): DueNotice[] {
  if (rotationEndsAt === null) return [];
  const spanMs = Math.min(longestRotationNoticeMs, Math.ceil((rotationEndsAt - now) / 2));
  const notice = { slot: rotationSlot, dueAt: rotationEndsAt - spanMs, moment: rotationEndsAt, before: null };
  return [{ type: 'api_key.rotation_ending', ...notice }];
}

function slotOf({ ms }: NoticeSpan): string {
  return `expiring#${ms}`;
}

/**
 * Whether a notice is to be given: it is due, and the key, and the configuration, still are as they were when it was planned.
 * One that is not is void, and goes without an event.
 */
export function isStillDue(
  { type, slot, dueAt, moment }: DueNotice,
  key: KeyTimes,
  spans: readonly NoticeSpan[],
  now: number,
): boolean {
  if (now < dueAt) return false;
  if (type === 'api_key.rotation_ending') return key.rotationEndsAt === moment;
  const isAnnounced = type === 'api_key.expired' || spans.some((span) => slotOf(span) === slot);
  return isAnnounced && key.expiresAt === moment;
}

/**
 * What the event of a notice tells.
 *
 * @param lastUsedAt when the secret that is about to end was seen last, milliseconds since the epoch; null for never
 */
export function factsOfNotice({ type, moment, before }: DueNotice, lastUsedAt: number | null): Changes {
  if (type === 'api_key.rotation_ending') {
    return creationOf({ rotationEndsAt: isoTime(moment), lastUsedAt: isoTime(lastUsedAt) });
  }
  return creationOf({ ...(before === null ? {} : { before }), expiresAt: isoTime(moment) });
}
