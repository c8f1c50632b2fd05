import type { Webhook } from '@latchkey/client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { Named, NamedUrl } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { addressOf } from './form/webhook-draft.ts';

/** Where a webhook leads. */
export function Target({ kind, url }: Pick<Webhook, 'kind' | 'url'>) {
  if (kind === 'eventbridge') return <>{texts.webhooks.eventBus}</>;
  return kind === 'email' ? <Named>{addressOf(url)}</Named> : <NamedUrl>{url ?? ''}</NamedUrl>;
}

const legacyHeader = 'X-Webhook-Signature';

/** A text that names the header, which stays in one line. */
export function WithHeader({ children }: { readonly children: string }) {
  const [before, after] = children.split(legacyHeader);
  if (after === undefined) return <>{before}</>;
  return (
    <>
      {before}
      <span className="whole">{legacyHeader}</span>
      {after}
    </>
  );
}

export function Status({ status, disabledReason }: Pick<Webhook, 'status' | 'disabledReason'>) {
  const word = texts.webhooks.statuses[status];
  if (status === 'active') return <StatusIndicator type="success">{word}</StatusIndicator>;
  // What nobody asked for asks for somebody.
  const isAsked = disabledReason === 'request';
  return <StatusIndicator type={isAsked ? 'stopped' : 'error'}>{word}</StatusIndicator>;
}

/** The patterns of events, as the API has them. */
export function Events({ events }: Pick<Webhook, 'events'>) {
  if (events.includes('*')) return <>{texts.webhooks.everyEvent}</>;
  return (
    <ul className="plain-list">
      {events.map((pattern) => (
        <li key={pattern}>
          <code className="name">{pattern}</code>
        </li>
      ))}
    </ul>
  );
}
