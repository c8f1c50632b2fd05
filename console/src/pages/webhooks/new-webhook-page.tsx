import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useSettings } from '../../api/deployment.ts';
import { may, usePrincipal } from '../../api/principal.ts';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useServices } from '../../start/services.ts';
import { PagePending } from '../../states/page-pending.tsx';
import { isolated } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { firstDraft, newWebhookOf, type WebhookDraft } from './form/webhook-draft.ts';
import { WebhookForm } from './form/webhook-form.tsx';
import { newWebhookHref, webhookHref, webhooksHref } from './hrefs.ts';
import { useSecret } from './secret/use-secret.ts';
import { WebhookSecret } from './secret/webhook-secret.tsx';

/** A new webhook, and its secret. */
export function NewWebhookPage() {
  const { webhooks } = texts;
  useTrail({ text: webhooks.title, href: webhooksHref }, { text: webhooks.create, href: newWebhookHref });
  const { api } = useServices();
  const principal = usePrincipal();
  const isManager = may(principal, 'webhooks:manage');
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const settings = useSettings();
  const [first] = useState(() => firstDraft(principal.userId));
  const creating = useSecret((draft: WebhookDraft) => api.webhooks.create(newWebhookOf(draft)));
  const { made } = creating;
  if (settings.data === undefined) {
    return (
      <PagePending title={webhooks.create} error={settings.error} retry={() => void settings.refetch()} />
    );
  }
  // The event bus is told of everything.
  const kinds = settings.data.webhookKinds.filter((kind) => isManager || kind !== 'eventbridge');
  const show = (id: string, name: string) => {
    history.push(webhookHref(id), undefined, { ignoreBlocker: true });
    notify({ type: 'success', content: webhooks.form.created(isolated(name)) });
  };
  const create = async (draft: WebhookDraft) => {
    const created = await creating.make(draft);
    void queries.invalidateQueries({ queryKey: ['webhooks'] });
    if (created !== null && created.secret === null) show(created.id, created.name);
  };
  return (
    <ContentLayout header={<Header variant="h1">{webhooks.create}</Header>}>
      <WebhookForm
        first={first}
        kinds={kinds}
        isManager={isManager}
        submitText={webhooks.create}
        cancelHref={webhooksHref}
        isSaving={creating.isPending || made !== null}
        error={creating.error}
        save={(draft) => void create(draft)}
      />
      {made !== null && made.secret !== null && (
        <WebhookSecret name={made.name} secret={made.secret} close={() => show(made.id, made.name)} />
      )}
    </ContentLayout>
  );
}
