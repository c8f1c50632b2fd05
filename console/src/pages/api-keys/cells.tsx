import type { ApiKey } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

const masked = '••••••••';

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

/** How many projects a key's own rights name; `*` counts as what it is. */
export function Projects({ accessRights }: Pick<ApiKey, 'accessRights'>) {
  if (accessRights === null) return <>{texts.keys.allOfUser}</>;
  const names = Object.keys(accessRights.projects ?? {});
  if (names.length > 0) {
    return <>{texts.keys.projects(names.includes('*') ? '*' : formatNumber(names.length))}</>;
  }
  return (
    <span title={texts.keys.noProjectsHint}>
      <StatusIndicator type="warning">{texts.keys.noProjects}</StatusIndicator>
    </span>
  );
}
