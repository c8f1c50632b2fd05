import Button from '@cloudscape-design/components/button';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { formatNumber, formatRelative, formatUtc } from '../texts/formats.ts';
import { texts } from '../texts/texts.ts';
import { useNow } from '../texts/use-now.ts';
import type { useKeyCounts } from './key-counts.ts';

const minuteMs = 60_000;

/** How old the counts are, or how far counting has come. */
export function CountedAt({ data, isFetching, refetch }: ReturnType<typeof useKeyCounts>) {
  const { counting } = texts;
  const nowMs = useNow();
  if (isFetching) {
    const known = data?.isWhole === false ? data.counts.total : null;
    return (
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Spinner />
        <LiveRegion>{known === null ? counting.running : counting.soFar(formatNumber(known))}</LiveRegion>
      </SpaceBetween>
    );
  }
  if (data === undefined) return null;
  const { asOf } = data.counts;
  const isNew = nowMs - Date.parse(asOf) < minuteMs;
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      <span title={formatUtc(asOf)}>
        {isNew ? counting.now : counting.at(formatRelative(asOf, nowMs))}
        {data.isWhole ? '' : ` ${counting.incomplete}`}
      </span>
      <Button variant="inline-link" onClick={() => void refetch()}>
        {counting.again}
      </Button>
    </SpaceBetween>
  );
}
