import { getRouteApi, useRouter } from '@tanstack/react-router';
import Alert from '@cloudscape-design/components/alert';
import { useState } from 'react';
import { usePrincipal } from '../../../api/principal.ts';
import { useTrail } from '../../../frame/trail.tsx';
import { PagePending } from '../../../states/page-pending.tsx';
import { texts } from '../../../texts/texts.ts';
import { mayChange } from '../actions/reasons.ts';
import { useApiKey } from '../key/use-api-key.ts';
import { EditKeyForm } from './edit-key-form.tsx';
import { readEditSearch } from './search.ts';

const route = getRouteApi('/api-keys/$id/edit');

/** Changes a key: its name, its permissions, its limits. */
export function EditApiKeyPage() {
  const { id } = route.useParams();
  const { data: key, error, refetch } = useApiKey(id);
  const { narrow } = readEditSearch({ ...route.useSearch() });
  const principal = usePrincipal();
  const router = useRouter();
  // Taking the other's change begins the form anew.
  const [round, setRound] = useState(0);
  useTrail(
    { text: texts.keys.title, href: '/api-keys' },
    { text: key?.name ?? id, href: `/api-keys/${id}` },
    { text: texts.apiKey.edit.title, href: `/api-keys/${id}/edit` },
  );
  if (key === undefined) {
    return <PagePending title={texts.apiKey.edit.title} error={error} retry={() => void refetch()} />;
  }
  if (!mayChange(principal, key)) return <Alert type="info">{texts.apiKey.page.notYours}</Alert>;
  return (
    <EditKeyForm
      key={`${id} ${round}`}
      opened={key}
      isNarrowed={narrow === 'used'}
      restart={() => setRound(round + 1)}
      close={() => router.history.push(`/api-keys/${id}`, undefined, { ignoreBlocker: true })}
    />
  );
}
