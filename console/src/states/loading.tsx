import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { texts } from '../texts/texts.ts';

export function Loading() {
  return (
    <Box textAlign="center" padding="xxl">
      <div role="status">
        <Spinner /> {texts.states.loading}
      </div>
    </Box>
  );
}
