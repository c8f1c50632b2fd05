import type { ApiKey } from '@latchkey/client';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { CallEntries } from './call-entries.tsx';
import { CallsByDay } from './calls-by-day.tsx';

/** What was called with a key. */
export function Usage({ apiKey }: { readonly apiKey: ApiKey }) {
  return (
    <SpaceBetween size="l">
      <CallsByDay apiKey={apiKey} />
      <CallEntries apiKey={apiKey} />
    </SpaceBetween>
  );
}
