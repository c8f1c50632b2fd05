import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { texts } from '../texts/texts.ts';

export function Loading() {
  return (
    <Box textAlign="center" padding="xxl">
      <output>
        <Spinner /> {texts.states.loading}
      </output>
    </Box>
  );
}
