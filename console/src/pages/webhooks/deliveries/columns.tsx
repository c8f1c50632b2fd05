import type { WebhookDelivery } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import { formatMoment, formatNumber } from '../../../texts/formats.ts';
import { Moment } from '../../../texts/moment.tsx';
import { texts } from '../../../texts/texts.ts';
import { outcomeText, State } from './cells.tsx';

interface Doings {
  readonly open: (delivery: WebhookDelivery) => void;
  readonly retry: (delivery: WebhookDelivery) => void;
  /** Of the delivery that is being asked for again; null for none. */
  readonly busyId: string | null;
  /** Whether the webhook is told of anything. */
  readonly isActive: boolean;
}

export function deliveryColumns(doings: Doings): readonly TableProps.ColumnDefinition<WebhookDelivery>[] {
  const { deliveries: words } = texts.webhooks;
  return [
    {
      id: 'event',
      header: words.event,
      isRowHeader: true,
      minWidth: 140,
      cell: (delivery) => (
        <Link
          href="#"
          ariaLabel={words.open(wordOf(delivery), formatMoment(delivery.eventAt))}
          onFollow={(event) => {
            event.preventDefault();
            doings.open(delivery);
          }}
        >
          {wordOf(delivery)}
        </Link>
      ),
    },
    { id: 'state', header: words.state, cell: (delivery) => <State {...delivery} />, minWidth: 130 },
    {
      id: 'at',
      header: words.at,
      cell: ({ eventAt }) => <Moment at={eventAt} />,
      minWidth: 130,
    },
    { id: 'last', header: words.last, cell: (delivery) => <Last {...delivery} />, minWidth: 180 },
    {
      id: 'next',
      header: words.next,
      cell: ({ nextAttemptAt }) => (nextAttemptAt === null ? words.noNext : <Moment at={nextAttemptAt} />),
      minWidth: 130,
    },
    {
      id: 'actions',
      header: words.actions,
      cell: (delivery) => <Retry delivery={delivery} {...doings} />,
      minWidth: 120,
    },
  ];
}

function wordOf({ type }: WebhookDelivery): string {
  return texts.audit.actions[type];
}

function Last({ attempts, reason }: WebhookDelivery) {
  const { deliveries: words } = texts.webhooks;
  const last = attempts.at(-1);
  const isDropped = reason !== null && reason !== 'attempts' && reason !== 'gone';
  if (isDropped) return <>{words.reasons[reason]}</>;
  if (last === undefined) return <>{words.none}</>;
  return (
    <>
      {outcomeText(last)}
      <div>{words.attempts(formatNumber(attempts.length))}</div>
    </>
  );
}

function Retry({ delivery, retry, busyId, isActive }: { readonly delivery: WebhookDelivery } & Doings) {
  const { deliveries: words } = texts.webhooks;
  const off = offReason();
  return (
    <Button
      variant="inline-link"
      ariaLabel={words.retryOf(wordOf(delivery), formatMoment(delivery.eventAt))}
      loading={busyId === delivery.id}
      {...(off !== null && { disabled: true, disabledReason: off })}
      onClick={() => retry(delivery)}
    >
      {words.retry}
    </Button>
  );

  function offReason(): string | null {
    if (!isActive) return words.enableFirst;
    return delivery.state === 'sending' ? words.isSending : null;
  }
}
