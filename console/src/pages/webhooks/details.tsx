import type { Webhook } from '@latchkey/client';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { Moment } from '../../texts/moment.tsx';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { Events, Status, Target, WithHeader } from './cells.tsx';

/** All that the record of a webhook says. */
export function Details({ webhook }: { readonly webhook: Webhook }) {
  const { columns, ...webhooks } = texts.webhooks;
  const { id, kind, scope, userId, createdAt, updatedAt } = webhook;
  return (
    <Container header={<Header variant="h2">{webhooks.details}</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: columns.status, value: <Status {...webhook} /> },
          { label: webhooks.kind, value: webhooks.kinds[kind].name },
          { label: columns.target, value: <Target {...webhook} /> },
          { label: columns.events, value: <Events {...webhook} /> },
          { label: columns.scope, value: webhooks.scopeOf[scope] },
          { label: columns.owner, value: <Named>{userId}</Named> },
          { label: webhooks.signatures, value: <WithHeader>{signaturesOf(webhook)}</WithHeader> },
          { label: webhooks.createdAt, value: <Moment at={createdAt} /> },
          { label: webhooks.updatedAt, value: <Moment at={updatedAt} /> },
          {
            label: webhooks.id,
            value: (
              <CopyToClipboard
                variant="inline"
                textToCopy={id}
                copyButtonAriaLabel={webhooks.copyId}
                copySuccessText={texts.states.copied}
                copyErrorText={texts.states.notCopied}
              />
            ),
          },
        ]}
      />
    </Container>
  );
}

function signaturesOf({ kind, legacySignature }: Webhook): string {
  const { signed } = texts.webhooks;
  if (kind !== 'https') return signed.none;
  return legacySignature ? signed.legacy : signed.standard;
}
