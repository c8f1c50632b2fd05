import type { Webhook } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useFollow } from '../../frame/follow.ts';
import { useTrail } from '../../frame/trail.tsx';
import { Failure } from '../../states/failure.tsx';
import { PagePending } from '../../states/page-pending.tsx';
import { formatMoment } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { useNow } from '../../texts/use-now.ts';
import { DeleteWebhook } from './actions/delete-webhook.tsx';
import { RotateDialog } from './actions/rotate-dialog.tsx';
import { TestResult, useTest } from './actions/send-test.tsx';
import { useChangeStatus } from './actions/use-change-status.ts';
import { Deliveries } from './deliveries/deliveries.tsx';
import { Details } from './details.tsx';
import { webhookHref, webhooksHref } from './hrefs.ts';
import { useWebhook } from './use-webhook.ts';

const route = getRouteApi('/webhooks/$id');

/** One webhook: where it leads, what can be done about it, and what was sent to it. */
export function WebhookPage() {
  const { id } = route.useParams();
  const { data: webhook, error, refetch } = useWebhook(id);
  const retry = () => void refetch();
  useTrail(
    { text: texts.webhooks.title, href: webhooksHref },
    { text: webhook?.name ?? id, href: webhookHref(id) },
  );
  if (webhook === undefined) return <PagePending title={id} error={error} retry={retry} />;
  return <WebhookView webhook={webhook} error={error} retry={retry} />;
}

interface WebhookViewProps {
  readonly webhook: Webhook;
  /** Why what is shown could not be read anew. */
  readonly error: Error | null;
  readonly retry: () => void;
}

function WebhookView({ webhook, error, retry }: WebhookViewProps) {
  const { webhooks } = texts;
  const { actions } = webhooks;
  const { id, name, kind, status, disabledReason } = webhook;
  const follow = useFollow();
  const [opened, setOpened] = useState<'rotate' | 'delete' | null>(null);
  const close = () => setOpened(null);
  const switching = useChangeStatus(webhook);
  const test = useTest(webhook);
  const isActive = status === 'active';
  const items: ButtonDropdownProps.Item[] = [
    { id: 'switch', text: isActive ? actions.disable : actions.enable, disabled: switching.isPending },
    {
      id: 'rotate',
      text: actions.rotate,
      ...(kind !== 'https' && { disabled: true, disabledReason: actions.onlyHttps }),
    },
    { id: 'delete', text: actions.delete },
  ];
  const act = (action: string) => {
    if (action === 'switch') switching.mutate(isActive ? 'disabled' : 'active');
    if (action === 'rotate' || action === 'delete') setOpened(action);
  };
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button loading={test.isPending} onClick={() => test.mutate()}>
                {webhooks.test.action}
              </Button>
              <ButtonDropdown items={items} onItemClick={({ detail }) => act(detail.id)}>
                {actions.label}
              </ButtonDropdown>
              <Button variant="primary" href={`${webhookHref(id)}/edit`} onFollow={follow}>
                {webhooks.edit}
              </Button>
            </SpaceBetween>
          }
        >
          <Named>{name}</Named>
        </Header>
      }
    >
      <SpaceBetween size="l">
        {error !== null && <Failure error={error} retry={retry} />}
        {switching.error !== null && <Failure error={switching.error} />}
        {disabledReason !== null && (
          <Alert
            type={disabledReason === 'request' ? 'info' : 'error'}
            header={webhooks.reasons[disabledReason].title}
            action={
              <Button loading={switching.isPending} onClick={() => switching.mutate('active')}>
                {actions.enable}
              </Button>
            }
          >
            {webhooks.reasons[disabledReason].detail}
          </Alert>
        )}
        <Rotation {...webhook} />
        <TestResult {...test} />
        <Details webhook={webhook} />
        <Deliveries webhook={webhook} />
      </SpaceBetween>
      {opened === 'rotate' && <RotateDialog webhook={webhook} close={close} />}
      {opened === 'delete' && <DeleteWebhook webhook={webhook} close={close} />}
    </ContentLayout>
  );
}

/** Until when the old secret signs as well. */
function Rotation({ rotationEndsAt }: Pick<Webhook, 'rotationEndsAt'>) {
  const nowMs = useNow();
  if (rotationEndsAt === null || Date.parse(rotationEndsAt) <= nowMs) return null;
  return <Alert type="info">{texts.webhooks.rotate.running(formatMoment(rotationEndsAt))}</Alert>;
}
