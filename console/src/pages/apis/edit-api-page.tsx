import { etagOf, type ProtectedApi, type Scope } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ChangedMeanwhile, type Difference } from '../../forms/changed-meanwhile.tsx';
import { useSave } from '../../forms/use-save.ts';
import { useNotify } from '../../frame/notifications.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { useScopes } from '../../api/deployment.ts';
import { useServices } from '../../start/services.ts';
import { PagePending } from '../../states/page-pending.tsx';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { ApiForm, type ApiValues } from './api-form.tsx';
import { apiHref, apisHref } from './hrefs.ts';
import { rightOf } from './route-needs.tsx';
import { useApi } from './use-api.ts';

const route = getRouteApi('/apis/$name/edit');

export function EditApiPage() {
  const { name } = route.useParams();
  const { apis } = texts;
  useTrail(
    { text: apis.title, href: apisHref },
    { text: name, href: apiHref(name) },
    { text: apis.edit, href: `${apiHref(name)}/edit` },
  );
  const api = useApi(name);
  const scopes = useScopes();
  const [theirs, setTheirs] = useState<ProtectedApi | null>(null);
  const failed = [api, scopes].find(({ error }) => error !== null);
  if (api.data === undefined || scopes.data === undefined) {
    return (
      <PagePending
        title={apis.editTitle(name)}
        error={failed?.error ?? null}
        retry={() => void failed?.refetch()}
      />
    );
  }
  const { managedBy } = api.data;
  return (
    <ContentLayout
      header={<Header variant="h1">{apis.editTitle(name)}</Header>}
      {...(managedBy !== null && {
        notifications: (
          <Alert type="warning" header={apis.emergency}>
            {apis.emergencyDetail} <Named>{managedBy}</Named>
          </Alert>
        ),
      })}
    >
      <EditApi
        key={theirs === null ? '' : (etagOf(theirs) ?? '')}
        api={theirs ?? api.data}
        scopes={scopes.data}
        restart={setTheirs}
      />
    </ContentLayout>
  );
}

interface EditApiProps {
  readonly api: ProtectedApi;
  readonly scopes: readonly Scope[];
  /** Begins anew with another version. */
  readonly restart: (api: ProtectedApi) => void;
}

function EditApi({ api: given, scopes, restart }: EditApiProps) {
  // What is edited stays the version that it began with, whatever is read meanwhile.
  const [found] = useState(given);
  const [first] = useState(() => valuesOf(found));
  const [mine, setMine] = useState(first);
  const { name } = found;
  const { api } = useServices();
  const { history } = useRouter();
  const queries = useQueryClient();
  const notify = useNotify();
  const saving = useSave<ProtectedApi, ApiValues>({
    base: found,
    save: ({ name: itself, ...definition }, base) =>
      api.apis.replace(itself, definition, { ifMatch: etagOf(base) }),
    reload: () => api.apis.get(name),
    done: (saved) => {
      queries.setQueryData(['apis', 'one', name], saved);
      void queries.invalidateQueries({ queryKey: ['apis'] });
      history.push(apiHref(name), undefined, { ignoreBlocker: true });
      notify({ type: 'success', content: texts.apis.saved(name) });
    },
  });
  const { theirs } = saving;
  return (
    <ApiForm
      first={first}
      isThere
      scopes={scopes}
      submitText={texts.forms.save}
      cancelHref={apiHref(name)}
      isSaving={saving.isSaving}
      error={saving.error}
      save={(values) => {
        setMine(values);
        saving.save(values);
      }}
    >
      {theirs !== null && (
        <ChangedMeanwhile
          differences={differencesOf(valuesOf(theirs), mine)}
          keepMine={saving.keepMine}
          takeTheirs={() => restart(theirs)}
        />
      )}
    </ApiForm>
  );
}

function valuesOf(api: ProtectedApi): ApiValues {
  const { name, description, enforcement, people, unauthenticated, gateway, routes } = api;
  return { name, description, enforcement, people, unauthenticated, gateway, routes };
}

function differencesOf(theirs: ApiValues, mine: ApiValues): readonly Difference[] {
  const { apis } = texts;
  const fields: readonly [string, (api: ApiValues) => string][] = [
    [apis.columns.description, ({ description }) => description],
    [apis.columns.enforcement, ({ enforcement }) => apis.enforcements[enforcement].name],
    [apis.peoplePass, ({ people }) => (people ? apis.peoplePass : apis.peopleDoNot)],
    [apis.unauthenticated, ({ unauthenticated }) => apis.unauthenticatedAnswers[unauthenticated]],
    [apis.columns.gateway, ({ gateway }) => `${gateway.accountId}/${gateway.apiId}/${gateway.stage}`],
    [
      apis.routes,
      ({ routes }) =>
        routes
          .map(lineOf)
          .toSorted((a, b) => a.localeCompare(b))
          .join('\n'),
    ],
  ];
  return fields
    .map(([field, read]) => ({ field, theirs: read(theirs), mine: read(mine) }))
    .filter((difference) => difference.theirs !== difference.mine);
}

function lineOf(each: ApiValues['routes'][number]): string {
  const { method, path, scopes = [], cost = 1 } = each;
  return [`${method} ${path}`, ...scopes, rightOf(each) ?? '', `×${cost}`].filter(Boolean).join(' ');
}
