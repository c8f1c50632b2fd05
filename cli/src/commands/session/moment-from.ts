import { usageFailure } from '../../failure.ts';

/** `+3600` (seconds from now), seconds since 1970, or a time of ISO 8601. @throws Failure for anything else */
export function momentFrom(text: string, now: Date): string {
  const [, plus, seconds] = /^(\+?)(\d{1,11})$/.exec(text) ?? [];
  const isTime = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text);
  const ms =
    seconds === undefined
      ? isTime
        ? Date.parse(text)
        : Number.NaN
      : Number(seconds) * 1_000 + (plus === '' ? 0 : now.getTime());
  const moment = new Date(ms);
  if (Number.isNaN(moment.getTime()))
    throw usageFailure('--expires-at: +3600, seconds since 1970, or a time such as 2027-06-15T12:00:00Z');
  return moment.toISOString();
}
