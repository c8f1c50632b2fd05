import { NameTakenError } from '@latchkey/client';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useScopes } from '../../api/deployment.ts';
import { useServices } from '../../start/services.ts';
import { PagePending } from '../../states/page-pending.tsx';
import { texts } from '../../texts/texts.ts';
import { ApiForm, type ApiValues } from './api-form.tsx';
import { apiHref, apisHref, newApiHref } from './hrefs.ts';

const first: ApiValues = {
  name: '',
  description: '',
  enforcement: 'deny',
  people: false,
  unauthenticated: '403',
  gateway: { accountId: '', apiId: '', stage: '' },
  routes: [],
};

export function RegisterApiPage() {
  const { apis } = texts;
  useTrail({ text: apis.title, href: apisHref }, { text: apis.register, href: newApiHref });
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const scopes = useScopes();
  const registering = useMutation({
    mutationFn: (values: ApiValues) => api.apis.create(values),
    onSuccess: ({ name }) => {
      void queries.invalidateQueries({ queryKey: ['apis'] });
      history.push(apiHref(name), undefined, { ignoreBlocker: true });
      notify({ type: 'success', content: apis.registered(name) });
    },
  });
  if (scopes.data === undefined) {
    return <PagePending title={apis.register} error={scopes.error} retry={() => void scopes.refetch()} />;
  }
  const isTaken = registering.error instanceof NameTakenError;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={apis.registerDetail}>
          {apis.register}
        </Header>
      }
    >
      <ApiForm
        first={first}
        isThere={false}
        scopes={scopes.data}
        submitText={apis.register}
        cancelHref={apisHref}
        isSaving={registering.isPending}
        error={isTaken ? null : registering.error}
        taken={isTaken}
        save={(values) => registering.mutate(values)}
      />
    </ContentLayout>
  );
}
