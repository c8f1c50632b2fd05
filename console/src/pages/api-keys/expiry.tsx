import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { formatDay, formatRelative, formatUtc } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

interface ExpiryProps {
  readonly expiresAt: string | null;
  readonly nowMs: number;
}

/** When a key ends: `31/12/2026 – in 3 months`, or that it has, or that it never does. */
export function Expiry({ expiresAt, nowMs }: ExpiryProps) {
  if (expiresAt === null) return <>{texts.keys.never}</>;
  const isOver = Date.parse(expiresAt) <= nowMs;
  return (
    <span title={formatUtc(expiresAt)}>
      {isOver ? (
        <StatusIndicator type="error" iconAriaLabel={texts.keys.expired}>
          {texts.keys.expired}
        </StatusIndicator>
      ) : (
        texts.keys.expiresOn(formatDay(expiresAt), formatRelative(expiresAt, nowMs))
      )}
    </span>
  );
}
