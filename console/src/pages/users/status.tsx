import type { User } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { texts } from '../../texts/texts.ts';

export function Status({ status }: Pick<User, 'status'>) {
  return (
    <StatusIndicator type={status === 'active' ? 'success' : 'stopped'}>
      {texts.users.statuses[status]}
    </StatusIndicator>
  );
}
