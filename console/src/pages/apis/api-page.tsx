import type { ProtectedApi } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { useTrail } from '../../frame/trail.tsx';
import { Moment } from '../../texts/moment.tsx';
import { PagePending } from '../../states/page-pending.tsx';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { Calls } from './calls.tsx';
import { DeleteApi } from './delete-api.tsx';
import { Enforcement } from './enforcement.tsx';
import { apiHref, apisHref } from './hrefs.ts';
import { RouteTable } from './route-table.tsx';
import { useApi } from './use-api.ts';

const route = getRouteApi('/apis/$name');

/** One protected API: where it is, what each route needs, and what came of its calls. */
export function ApiPage() {
  const { name } = route.useParams();
  const { apis } = texts;
  useTrail({ text: apis.title, href: apisHref }, { text: name, href: apiHref(name) });
  const { data: api, error, refetch } = useApi(name);
  const principal = usePrincipal();
  const follow = useFollow();
  const [isDeleting, setDeleting] = useState(false);
  if (api === undefined) {
    return <PagePending title={name} error={error} retry={() => void refetch()} />;
  }
  const isManaged = api.managedBy !== null;
  const reason =
    isManaged && !principal.scopes.includes('*')
      ? { disabled: true, disabledReason: apis.onlyAdministrators }
      : {};
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={api.description === '' ? undefined : <Named>{api.description}</Named>}
          actions={
            may(principal, 'apis:manage') && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button {...reason} onClick={() => setDeleting(true)}>
                  {apis.delete}
                </Button>
                <Button
                  {...reason}
                  variant={isManaged ? 'normal' : 'primary'}
                  href={`${apiHref(name)}/edit`}
                  onFollow={follow}
                >
                  {isManaged ? apis.editInEmergency : apis.edit}
                </Button>
              </SpaceBetween>
            )
          }
        >
          {api.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {api.enforcement === 'observe' && (
          <Alert type="error" header={apis.observed}>
            {apis.observedDetail}
          </Alert>
        )}
        {api.managedBy !== null && (
          <Alert type="info" header={apis.managed}>
            {apis.managedDetail} <Named>{api.managedBy}</Named>
          </Alert>
        )}
        <Details api={api} />
        {may(principal, 'api-keys:manage') && <Calls name={name} />}
        <RouteTable routes={api.routes} />
      </SpaceBetween>
      {isDeleting && <DeleteApi api={api} close={() => setDeleting(false)} />}
    </ContentLayout>
  );
}

function Details({ api }: { readonly api: ProtectedApi }) {
  const { apis } = texts;
  const { gateway } = api;
  return (
    <Container header={<Header variant="h2">{apis.details}</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: apis.columns.enforcement, value: <Enforcement {...api} /> },
          { label: apis.people, value: api.people ? apis.peoplePass : apis.peopleDoNot },
          { label: apis.unauthenticated, value: apis.unauthenticatedAnswers[api.unauthenticated] },
          { label: apis.accountId, value: <code>{gateway.accountId}</code> },
          { label: apis.apiId, value: <code>{gateway.apiId}</code> },
          { label: apis.stage, value: <code>{gateway.stage}</code> },
          { label: apis.routesHash, value: <code className="name">{api.routesHash}</code> },
          { label: apis.createdAt, value: <Moment at={api.createdAt} /> },
          { label: apis.columns.updatedAt, value: <Moment at={api.updatedAt} /> },
        ]}
      />
    </Container>
  );
}
