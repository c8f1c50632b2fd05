import type { KeyDraft } from '../form/key-draft.ts';
import { endOfDay, type ExpiryDraft, durations } from '../form/expiry.ts';

/** What a link can fill in; it is read once, and never submits. */
export interface Prefill {
  readonly name?: string;
  readonly description?: string;
  readonly userId?: string;
  readonly type?: 'admin' | 'end-user';
  /** `30d`, `90d`, `365d`, `never`, or a date such as `2027-01-31`. */
  readonly expires?: string;
  /** With commas between them. */
  readonly scopes?: string;
  readonly rateLimitTier?: string;
  readonly allowedIps?: string;
}

const plain = ['name', 'description', 'userId', 'expires', 'scopes', 'rateLimitTier', 'allowedIps'] as const;

/** What the address says, without what makes no sense. */
export function readPrefill(given: Readonly<Record<string, unknown>>): Prefill {
  const known = plain.flatMap((name) => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
  const { type } = given;
  return { ...Object.fromEntries(known), ...((type === 'admin' || type === 'end-user') && { type }) };
}

/** A new key as its form begins. */
export function draftOf(prefill: Prefill, expiry: ExpiryDraft): KeyDraft {
  const { name = '', description = '', userId = '', type = 'end-user', scopes, expires } = prefill;
  const chosen = scopes?.split(/[\s,]+/).filter((scope) => scope !== '');
  return {
    name,
    description,
    userId,
    type,
    expiry: expires === undefined ? expiry : (expiryOf(expires) ?? expiry),
    scopes: chosen ?? null,
    rights: null,
    rateLimitTier: prefill.rateLimitTier ?? '',
    allowedIps: (prefill.allowedIps ?? '').replaceAll(',', '\n'),
    metadata: [],
  };
}

function expiryOf(text: string): ExpiryDraft | null {
  const kind = [...durations, 'never' as const].find((each) => each === text);
  if (kind !== undefined) return { kind };
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text))) return null;
  return { kind: 'at', date: text, time: endOfDay };
}
