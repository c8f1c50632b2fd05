import type { ProtectedApi } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { texts } from '../../texts/texts.ts';

/** How refusals are answered; an API that is only observed is not protected. */
export function Enforcement({ enforcement }: Pick<ProtectedApi, 'enforcement'>) {
  return (
    <StatusIndicator type={enforcement === 'observe' ? 'error' : 'success'}>
      {texts.apis.enforcements[enforcement].name}
    </StatusIndicator>
  );
}
