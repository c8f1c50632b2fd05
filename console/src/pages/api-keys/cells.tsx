import type { ApiKey } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { texts } from '../../texts/texts.ts';

const masked = '••••••';

/** As much of a secret as is known: its beginning, masked like a password field. */
export function Prefix({ keyPrefix }: Pick<ApiKey, 'keyPrefix'>) {
  return (
    <code className="masked" title={texts.keys.masked(keyPrefix)}>
      {keyPrefix}
      <span aria-hidden="true">{masked}</span>
    </code>
  );
}

const indicators = { active: 'success', paused: 'stopped', expired: 'error' } as const;

export function Status({ status }: Pick<ApiKey, 'status'>) {
  return <StatusIndicator type={indicators[status]}>{texts.keys.statuses[status]}</StatusIndicator>;
}
