import { formatMoment, formatAgo, formatUtc } from './formats.ts';

/** A moment in the reader's own time, with UTC where one points at it. */
export function Moment({ at }: { readonly at: string }) {
  return <span title={formatUtc(at)}>{formatMoment(at)}</span>;
}

interface AgoProps {
  readonly at: string | null;
  readonly nowMs: number;
  /** What is shown where there is none. */
  readonly otherwise: string;
}

/** A moment of the past, as far off as it is. */
export function Ago({ at, nowMs, otherwise }: AgoProps) {
  if (at === null) return <>{otherwise}</>;
  return <span title={formatUtc(at)}>{formatAgo(at, nowMs)}</span>;
}
