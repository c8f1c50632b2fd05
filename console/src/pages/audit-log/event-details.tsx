import type { AuditEvent } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useFollow } from '../../frame/follow.ts';
import { formatMoment, formatNumber, formatUtc } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { changeLines } from './change-lines.ts';
import { ChangedValue } from './changed-value.tsx';
import type { AuditFilters } from './search.ts';

interface EventDetailsProps {
  readonly event: AuditEvent;
  readonly narrow: (filters: AuditFilters) => void;
}

/** All that is known of one change. */
export function EventDetails({ event, narrow }: EventDetailsProps) {
  const { details } = texts.audit;
  const { actor, target } = event;
  return (
    <SpaceBetween size="l">
      <Changes event={event} />
      <SpaceBetween direction="horizontal" size="xs">
        <Button onClick={() => narrow({ targetId: target.id })}>{details.ofTarget}</Button>
        <Button onClick={() => narrow({ actor: actor.userId })}>{details.ofActor}</Button>
      </SpaceBetween>
      <Facts event={event} />
    </SpaceBetween>
  );
}

function Changes({ event }: Pick<EventDetailsProps, 'event'>) {
  const { changes } = texts.audit;
  return (
    <Table
      variant="embedded"
      wrapLines
      items={changeLines(event.changes)}
      trackBy={({ path }) => JSON.stringify(path)}
      ariaLabels={{ tableLabel: changes.table }}
      header={<Box variant="h3">{changes.heading}</Box>}
      empty={changes.nothing}
      columnDefinitions={[
        {
          id: 'field',
          header: changes.field,
          cell: ({ path }) => <Named>{path.join(' › ')}</Named>,
          isRowHeader: true,
          minWidth: 120,
        },
        {
          id: 'before',
          header: changes.before,
          cell: ({ from, to }) => <ChangedValue value={from} other={to} side="before" />,
          minWidth: 140,
        },
        {
          id: 'after',
          header: changes.after,
          cell: ({ from, to }) => <ChangedValue value={to} other={from} side="after" />,
          minWidth: 140,
        },
      ]}
    />
  );
}

function Facts({ event }: Pick<EventDetailsProps, 'event'>) {
  const { details, ways, targetTypes } = texts.audit;
  const { actor, target } = event;
  const others = (value: string | null | undefined) =>
    value === undefined ? details.notTold : value === null ? details.none : <Named>{value}</Named>;
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: details.at, value: <span title={formatUtc(event.at)}>{formatMoment(event.at)}</span> },
        { label: details.actor, value: <Named>{actor.userId}</Named> },
        { label: details.via, value: ways[actor.via] },
        ...(actor.apiKeyId === undefined
          ? []
          : [{ label: details.apiKey, value: <Copied label={details.apiKey} text={actor.apiKeyId} /> }]),
        {
          label: targetTypes[target.type],
          value: <Target event={event} />,
        },
        { label: details.id, value: <Copied label={details.id} text={target.id} /> },
        { label: details.sourceIp, value: others(event.sourceIp) },
        { label: details.userAgent, value: others(event.userAgent) },
        { label: details.requestId, value: <Copied label={details.requestId} text={event.requestId} /> },
        ...(event.extendedRequestId === undefined
          ? []
          : [{ label: details.extendedRequestId, value: <Named>{event.extendedRequestId}</Named> }]),
        { label: details.sequence, value: formatNumber(event.sequence) },
        { label: details.hash, value: <Copied label={details.hash} text={event.hash} /> },
        {
          label: details.previousHash,
          value: <Copied label={details.previousHash} text={event.previousHash} />,
        },
      ]}
    />
  );
}

const pages = {
  api_key: 'api-keys',
  user: 'users',
  role: 'roles',
  api: 'apis',
  webhook: 'webhooks',
} as const;

/** Leads to the page of what was changed, unless this change was its end. */
function Target({ event: { target, action } }: Pick<EventDetailsProps, 'event'>) {
  const follow = useFollow();
  if (/\.(?:deleted|purged|restored)$/.test(action)) return <Named>{target.name}</Named>;
  return (
    <Link href={`/${pages[target.type]}/${encodeURIComponent(target.id)}`} onFollow={follow}>
      <Named>{target.name}</Named>
    </Link>
  );
}

function Copied({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={texts.audit.details.copy(label)}
      copySuccessText={texts.states.copied}
      copyErrorText={texts.states.notCopied}
    />
  );
}
