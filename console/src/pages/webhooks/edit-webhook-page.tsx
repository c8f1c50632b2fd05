import { etagOf, type Webhook } from '@latchkey/client';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { may, usePrincipal } from '../../api/principal.ts';
import { ChangedMeanwhile } from '../../forms/changed-meanwhile.tsx';
import { useSave } from '../../forms/use-save.ts';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useServices } from '../../start/services.ts';
import { PagePending } from '../../states/page-pending.tsx';
import { isolated } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { changedFields, differencesOf } from './form/differences.ts';
import { draftOf, fieldsOf, type WebhookFields } from './form/webhook-draft.ts';
import { WebhookForm } from './form/webhook-form.tsx';
import { webhookHref, webhooksHref } from './hrefs.ts';
import { useWebhook } from './use-webhook.ts';

const route = getRouteApi('/webhooks/$id/edit');

export function EditWebhookPage() {
  const { id } = route.useParams();
  const { webhooks } = texts;
  const { data: webhook, error, refetch } = useWebhook(id);
  const name = webhook?.name ?? id;
  useTrail(
    { text: webhooks.title, href: webhooksHref },
    { text: name, href: webhookHref(id) },
    { text: webhooks.edit, href: `${webhookHref(id)}/edit` },
  );
  const [theirs, setTheirs] = useState<Webhook | null>(null);
  if (webhook === undefined) {
    return <PagePending title={webhooks.edit} error={error} retry={() => void refetch()} />;
  }
  return (
    <ContentLayout header={<Header variant="h1">{webhooks.editTitle(isolated(name))}</Header>}>
      <EditWebhook
        key={theirs === null ? '' : (etagOf(theirs) ?? '')}
        webhook={theirs ?? webhook}
        restart={setTheirs}
      />
    </ContentLayout>
  );
}

interface EditWebhookProps {
  readonly webhook: Webhook;
  /** Begins anew with another version. */
  readonly restart: (webhook: Webhook) => void;
}

function EditWebhook({ webhook: given, restart }: EditWebhookProps) {
  // What is edited stays the version that it began with, whatever is read meanwhile.
  const [found] = useState(given);
  const [first] = useState(() => draftOf(found));
  const [mine, setMine] = useState<Partial<WebhookFields>>({});
  const { id } = found;
  const isManager = may(usePrincipal(), 'webhooks:manage');
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const saving = useSave<Webhook, Partial<WebhookFields>>({
    base: found,
    save: (changes, base) => api.webhooks.update(id, changes, { ifMatch: etagOf(base) }),
    reload: () => api.webhooks.get(id),
    done: (saved) => {
      queries.setQueryData(['webhooks', 'one', id], saved);
      void queries.invalidateQueries({ queryKey: ['webhooks'] });
      history.push(webhookHref(id), undefined, { ignoreBlocker: true });
      notify({ type: 'success', content: texts.webhooks.form.saved(isolated(saved.name)) });
    },
  });
  const { theirs } = saving;
  return (
    <WebhookForm
      first={first}
      isManager={isManager}
      submitText={texts.forms.save}
      cancelHref={webhookHref(id)}
      isSaving={saving.isSaving}
      error={saving.error}
      save={(draft) => {
        const changes = changedFields(fieldsOf(first), fieldsOf(draft));
        setMine(changes);
        saving.save(changes);
      }}
    >
      {theirs !== null && (
        <ChangedMeanwhile
          differences={differencesOf(fieldsOf(first), theirs, mine)}
          keepMine={saving.keepMine}
          takeTheirs={() => restart(theirs)}
        />
      )}
    </WebhookForm>
  );
}
