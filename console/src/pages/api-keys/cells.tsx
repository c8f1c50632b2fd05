import type { ApiKey } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatMoment, formatNumber, formatAgo, formatUtc } from '../../texts/formats.ts';
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

interface MomentProps {
  readonly at: string | null;
  readonly nowMs: number;
  /** What is shown where there is none. */
  readonly otherwise: string;
}

/** A moment of the past, as far off as it is. */
export function Ago({ at, nowMs, otherwise }: MomentProps) {
  if (at === null) return <>{otherwise}</>;
  return <span title={formatUtc(at)}>{formatAgo(at, nowMs)}</span>;
}

/** A moment in the reader's own time. */
export function Moment({ at }: { readonly at: string }) {
  return <span title={formatUtc(at)}>{formatMoment(at)}</span>;
}
