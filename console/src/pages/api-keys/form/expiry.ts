export const durations = ['30d', '90d', '365d'] as const;

/** When a key is to end, while somebody chooses it. */
export type ExpiryDraft =
  | { readonly kind: (typeof durations)[number] | 'never' | 'kept' }
  | { readonly kind: 'at'; readonly date: string; readonly time: string };

export const endOfDay = '23:59:59';
const dayMs = 86_400_000;

/** The fields of the API; none for one that is kept. */
export function expiryOf(expiry: ExpiryDraft): { expiresIn?: string; expiresAt?: string | null } {
  if (expiry.kind === 'kept') return {};
  if (expiry.kind === 'never') return { expiresAt: null };
  if (expiry.kind === 'at') return { expiresAt: momentOf(expiry)?.toISOString() ?? '' };
  return { expiresIn: expiry.kind };
}

/** The moment of a date and a time of UTC; null where they are none. */
export function momentOf({ date, time }: { readonly date: string; readonly time: string }): Date | null {
  const parts = `${time}:00:00`.split(':').slice(0, 3);
  const moment = new Date(`${date}T${parts.join(':')}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** When a choice would end a key; null for never, and for what is no moment. */
export function endOf(expiry: ExpiryDraft, nowMs: number): Date | null {
  if (expiry.kind === 'at') return momentOf(expiry);
  if (expiry.kind === 'never' || expiry.kind === 'kept') return null;
  return new Date(nowMs + Number.parseInt(expiry.kind, 10) * dayMs);
}

interface KeyPolicy {
  readonly requireExpiry: boolean;
  readonly maxLifetimeDays: number | null;
}

/** The last moment that the policy allows: the end of a UTC day. Null for no bound. */
export function latestOf({ maxLifetimeDays }: KeyPolicy, nowMs: number): Date | null {
  if (maxLifetimeDays === null) return null;
  const day = Math.floor(nowMs / dayMs) + maxLifetimeDays;
  return new Date((day + 1) * dayMs - 1000);
}

/** Whether the policy allows a choice. */
export function isAllowed(kind: ExpiryDraft['kind'], policy: KeyPolicy): boolean {
  const { requireExpiry, maxLifetimeDays } = policy;
  if (kind === 'never') return !requireExpiry && maxLifetimeDays === null;
  if (kind === 'at' || kind === 'kept') return true;
  return maxLifetimeDays === null || Number.parseInt(kind, 10) <= maxLifetimeDays;
}

/** 90 days, or what the policy allows of it. */
export function defaultExpiry(policy: KeyPolicy, nowMs: number): ExpiryDraft {
  const kind = (['90d', '30d'] as const).find((each) => isAllowed(each, policy));
  const latest = latestOf(policy, nowMs);
  if (kind !== undefined || latest === null) return { kind: kind ?? '90d' };
  return { kind: 'at', date: latest.toISOString().slice(0, 10), time: endOfDay };
}
