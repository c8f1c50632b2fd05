import { type AuditEvent, type Changes, nextEvent, type Origin } from '../audit/audit.ts';
import { creationOf } from '../audit/changes.ts';
import type { Moment } from '../audit/transition.ts';
import type { ApiKey } from '../keys/api-key.ts';
import { hourMs, isoTime, minuteMs } from '../time.ts';
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

const rotationSlot = 'rotation_ending';
const expiredSlot = 'expired';
/** A former secret is announced to end by this, or half of what is left of its grace period where that is shorter. */
const longestRotationNoticeMs = 24 * hourMs;

/**
 * The notices that a change of a key makes due: they are stored with it. An expiry that stays as it is keeps its notices,
 * given or to come; one that changes is noticed anew. A span that has begun already is left out, so that a key which lives
 * shorter has no such notice. What was due before and is so no more is void by itself (`isStillDue`).
 *
 * @param before null for a key that is new
 * @param now when it is changed, milliseconds since the epoch
 */
export function planNotices(
  before: KeyTimes | null,
  after: KeyTimes,
  spans: readonly NoticeSpan[],
  now: number,
): DueNotice[] {
  const hasOtherExpiry = before?.expiresAt !== after.expiresAt;
  const hasOtherRotation =
    before?.rotationEndsAt !== after.rotationEndsAt || before.lastRotatedAt !== after.lastRotatedAt;
  return [
    ...(hasOtherExpiry ? expiryNotices(after.expiresAt, spans) : []),
    ...(hasOtherRotation ? rotationNotices(after.rotationEndsAt, now) : []),
  ].filter(({ dueAt }) => dueAt > now);
}

/** Clocks of two machines differ by less, together with the time that storing takes. */
const marginMs = 2 * minuteMs;

/**
 * The notices of a key that is stored, for keys that none were planned for: of earlier versions, from a copy of the tables,
 * or from before a span was configured. What is left out is about to be due, or was: then it may have been given. So
 * whoever stores these, where there is none of the slot, has no notice given twice.
 */
export function noticesToCome(key: KeyTimes, spans: readonly NoticeSpan[], now: number): DueNotice[] {
  const { expiresAt, rotationEndsAt, lastRotatedAt } = key;
  const notices = [
    ...expiryNotices(expiresAt, spans),
    ...(lastRotatedAt === null ? [] : rotationNotices(rotationEndsAt, lastRotatedAt)),
  ];
  return notices.filter(({ dueAt }) => dueAt > now + marginMs);
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

function rotationNotices(rotationEndsAt: number | null, from: number): DueNotice[] {
  if (rotationEndsAt === null) return [];
  const spanMs = Math.min(longestRotationNoticeMs, Math.ceil((rotationEndsAt - from) / 2));
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
 * The event of a notice, linked to the one before it on the key. It moves the key's chain, and changes neither its version
 * nor when it was updated.
 *
 * @param lastUsedAt when the secret that is about to end was seen last, milliseconds since the epoch; null for never
 */
export function giveNotice(
  { id, name, chain }: Pick<ApiKey, 'id' | 'name' | 'chain'>,
  notice: DueNotice,
  lastUsedAt: number | null,
  origin: Origin,
  { now, eventId }: Moment,
): AuditEvent {
  const target = { type: 'api_key', id, name } as const;
  const deed = { action: notice.type, target, changes: factsOfNotice(notice, lastUsedAt) };
  return nextEvent(chain, { ...deed, eventId, at: now }, origin);
}

/** What the event of a notice tells. */
function factsOfNotice({ type, moment, before }: DueNotice, lastUsedAt: number | null): Changes {
  if (type === 'api_key.rotation_ending') {
    return creationOf({ rotationEndsAt: isoTime(moment), lastUsedAt: isoTime(lastUsedAt) });
  }
  return creationOf({ ...(before === null ? {} : { before }), expiresAt: isoTime(moment) });
}
