import { formatMoment, formatUtc } from '../texts/formats.ts';

/** A moment in the reader's own time, with UTC where one points at it. */
export function Moment({ at }: { readonly at: string }) {
  return <span title={formatUtc(at)}>{formatMoment(at)}</span>;
}
