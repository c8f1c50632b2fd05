import { getRouteApi } from '@tanstack/react-router';
import { useSettings } from '../../../api/deployment.ts';
import { useTrail } from '../../../frame/trail.tsx';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { texts } from '../../../texts/texts.ts';
import { NewKeyForm } from './new-key-form.tsx';

const route = getRouteApi('/api-keys/new');

/** Makes an API key. A link can fill the form in. */
export function NewApiKeyPage() {
  const title = texts.keys.create;
  useTrail({ text: texts.keys.title, href: '/api-keys' }, { text: title, href: '/api-keys/new' });
  const prefill = route.useSearch();
  const { data: settings, error, refetch } = useSettings();
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (settings === undefined) return <Loading />;
  return <NewKeyForm prefill={prefill} settings={settings} />;
}
