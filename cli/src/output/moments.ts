const dayMs = 86_400_000;

/** A moment as people read it in UTC: `2027-06-15 12:00`; `never` for null. */
export function moment(at: string | null): string {
  return at === null ? 'never' : at.slice(0, 16).replace('T', ' ');
}

/** An expiry, with how far away it is where that is close. */
export function expiry(at: string | null, now: Date): string {
  if (at === null) return 'never';
  const days = Math.floor((Date.parse(at) - now.getTime()) / dayMs);
  if (days < 0) return `${moment(at)} (over)`;
  return days > 30 ? moment(at) : `${moment(at)} (${days === 0 ? 'today' : `${days} d`})`;
}
