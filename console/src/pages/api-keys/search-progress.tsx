import Button from '@cloudscape-design/components/button';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { Failure } from '../../states/failure.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import type { ApiKeyPage } from './use-api-keys.ts';

/** Says how far the server has come with filling a page, and lets people stop it. */
export function SearchProgress({ page }: { readonly page: ApiKeyPage }) {
  const { keys } = texts;
  const found = formatNumber(page.keys.length);
  if (page.state === 'searching') {
    return (
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <Spinner />
        <LiveRegion>{keys.searching(found)}</LiveRegion>
        <Button variant="inline-link" onClick={page.stop}>
          {keys.stop}
        </Button>
      </SpaceBetween>
    );
  }
  if (page.state === 'stopped') {
    return (
      <SpaceBetween direction="horizontal" size="xs" alignItems="center">
        <LiveRegion>{keys.stopped(found)}</LiveRegion>
        <Button variant="inline-link" onClick={page.goOn}>
          {keys.goOn}
        </Button>
      </SpaceBetween>
    );
  }
  if (page.error !== null && page.keys.length > 0) return <Failure error={page.error} retry={page.refresh} />;
  return page.state === 'complete' && !page.isFormer ? (
    <LiveRegion hidden>{keys.found(found)}</LiveRegion>
  ) : null;
}
