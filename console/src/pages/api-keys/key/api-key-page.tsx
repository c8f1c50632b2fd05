import type { ApiKey } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { usePrincipal } from '../../../api/principal.ts';
import { useFollow } from '../../../frame/follow.ts';
import { useTrail } from '../../../frame/trail.tsx';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { PagePending } from '../../../states/page-pending.tsx';
import { loaded } from '../../../states/part-missing.ts';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';
import { KeyDialogs } from '../actions/key-dialogs.tsx';
import { KeyMenu } from '../actions/key-menu.tsx';
import { mayChange } from '../actions/reasons.ts';
import { Details } from './details.tsx';
import { Rotation } from './rotation.tsx';
import { readKeySearch, tabs } from './search.ts';
import { useApiKey } from './use-api-key.ts';

const Permissions = lazy(async () => ({ default: (await loaded(import('./permissions.tsx'))).Permissions }));
const Usage = lazy(async () => ({ default: (await loaded(import('./usage.tsx'))).Usage }));
const ConnectionTest = lazy(async () => ({
  default: (await loaded(import('./connection-test.tsx'))).ConnectionTest,
}));
const AuditTrail = lazy(async () => ({ default: (await loaded(import('./audit-trail.tsx'))).AuditTrail }));

const route = getRouteApi('/api-keys/$id');

/** One API key: what it is, what it can do, what it did, and who changed it. */
export function ApiKeyPage() {
  const { id } = route.useParams();
  const { data: key, error, refetch } = useApiKey(id);
  useTrail({ text: texts.keys.title, href: '/api-keys' }, { text: key?.name ?? id, href: `/api-keys/${id}` });
  if (key === undefined) {
    return <PagePending title={id} error={error} retry={() => void refetch()} />;
  }
  return (
    <KeyDialogs>
      <KeyView apiKey={key} error={error} retry={() => void refetch()} />
    </KeyDialogs>
  );
}

interface KeyViewProps {
  readonly apiKey: ApiKey;
  /** Why what is shown could not be read anew. */
  readonly error: Error | null;
  readonly retry: () => void;
}

function KeyView({ apiKey, error, retry }: KeyViewProps) {
  const { page: words } = texts.apiKey;
  const { tab = 'details' } = readKeySearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const router = useRouter();
  const follow = useFollow();
  const canChange = mayChange(usePrincipal(), apiKey);
  const content: Record<(typeof tabs)[number], ReactNode> = {
    details: <Details apiKey={apiKey} />,
    permissions: <Permissions apiKey={apiKey} />,
    usage: <Usage apiKey={apiKey} />,
    test: <ConnectionTest apiKey={apiKey} />,
    audit: <AuditTrail apiKey={apiKey} />,
  };
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            canChange && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button href={`/api-keys/${apiKey.id}/edit`} onFollow={follow}>
                  {words.edit}
                </Button>
                <KeyMenu apiKey={apiKey} variant="page" onDeleted={() => router.history.push('/api-keys')} />
              </SpaceBetween>
            )
          }
        >
          <Named>{apiKey.name}</Named>
        </Header>
      }
    >
      <SpaceBetween size="l">
        {error !== null && <Failure error={error} retry={retry} />}
        {apiKey.status === 'paused' && <Alert type="info">{words.paused}</Alert>}
        {apiKey.status === 'expired' && <Alert type="error">{words.expired}</Alert>}
        <Rotation apiKey={apiKey} canChange={canChange} />
        <Tabs
          activeTabId={tab}
          onChange={({ detail }) => {
            const chosen = tabs.find((each) => each === detail.activeTabId);
            void navigate({ search: chosen === undefined || chosen === 'details' ? {} : { tab: chosen } });
          }}
          tabs={tabs.map((id) => ({
            id,
            label: words.tabs[id],
            content: id === tab && <Suspense fallback={<Loading />}>{content[id]}</Suspense>,
          }))}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
