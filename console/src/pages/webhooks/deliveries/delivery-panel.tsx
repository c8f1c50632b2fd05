import type { WebhookDelivery } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import SplitPanel from '@cloudscape-design/components/split-panel';
import Table from '@cloudscape-design/components/table';
import { formatMoment, formatUtc } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';
import { outcomeText, State } from './cells.tsx';

/** One delivery, with all its attempts. */
export function DeliveryPanel({ delivery }: { readonly delivery: WebhookDelivery }) {
  const { deliveries: words } = texts.webhooks;
  const { type, eventId, eventAt, nextAttemptAt, endedAt, reason, attempts } = delivery;
  const moment = (label: string, at: string | null) =>
    at === null ? [] : [{ label, value: `${formatMoment(at)} (${formatUtc(at)})` }];
  return (
    <SplitPanel
      header={texts.audit.actions[type]}
      closeBehavior="hide"
      hidePreferencesButton
      i18nStrings={{ closeButtonAriaLabel: words.close }}
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={2}
          items={[
            { label: words.state, value: <State {...delivery} /> },
            ...(reason === null ? [] : [{ label: words.why, value: words.reasons[reason] }]),
            ...moment(words.at, eventAt),
            ...moment(words.next, nextAttemptAt),
            ...moment(words.ended, endedAt),
            { label: words.type, value: <code className="name">{type}</code> },
            {
              label: words.eventId,
              value: (
                <CopyToClipboard
                  variant="inline"
                  textToCopy={eventId}
                  copyButtonAriaLabel={words.copyEventId}
                  copySuccessText={texts.states.copied}
                  copyErrorText={texts.states.notCopied}
                />
              ),
            },
          ]}
        />
        <Table
          variant="embedded"
          wrapLines
          header={<Box variant="h3">{words.attemptsTitle}</Box>}
          ariaLabels={{ tableLabel: words.attemptsTitle }}
          items={attempts.toReversed()}
          empty={words.none}
          columnDefinitions={[
            {
              id: 'at',
              header: words.at,
              isRowHeader: true,
              cell: ({ endedAt: at }) => formatUtc(at),
              minWidth: 130,
            },
            { id: 'answer', header: words.answer, cell: (attempt) => outcomeText(attempt), minWidth: 150 },
          ]}
        />
      </SpaceBetween>
    </SplitPanel>
  );
}
