import Button from '@cloudscape-design/components/button';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { Failure } from '../states/failure.tsx';
import { formatNumber } from '../texts/formats.ts';
import { texts } from '../texts/texts.ts';
import type { ListedPage } from './listed-page.ts';

/** Says how far the server has come with filling a page, and lets people stop it. */
export function ListingProgress({ page }: { readonly page: ListedPage<unknown> }) {
  const { listing } = texts;
  const found = formatNumber(page.items.length);
  if (page.state === 'searching') {
    return (
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Spinner />
        <LiveRegion>{listing.searching(found)}</LiveRegion>
        <Button variant="inline-link" onClick={page.stop}>
          {listing.stop}
        </Button>
      </SpaceBetween>
    );
  }
  if (page.state === 'stopped') {
    return (
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <LiveRegion>{listing.stopped(found)}</LiveRegion>
        <Button variant="inline-link" onClick={page.goOn}>
          {listing.goOn}
        </Button>
      </SpaceBetween>
    );
  }
  if (page.error !== null && page.items.length > 0)
    return <Failure error={page.error} retry={page.refresh} />;
  if (page.state !== 'complete' || page.isFormer) return null;
  return <LiveRegion hidden>{listing.found(found)}</LiveRegion>;
}
