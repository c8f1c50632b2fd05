import { getRouteApi } from '@tanstack/react-router';
import { useTrail } from '../../frame/trail.tsx';
import { texts } from '../../texts/texts.ts';
import { KeyDialogs } from './actions/key-dialogs.tsx';
import { ApiKeyTable } from './api-key-table.tsx';
import { type ApiKeySearch, readApiKeySearch } from './search.ts';

const route = getRouteApi('/api-keys');

/** All API keys that somebody may see. What is shown is what the address says. */
export function ApiKeysPage() {
  useTrail({ text: texts.keys.title, href: '/api-keys' });
  const search = readApiKeySearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const show = (next: ApiKeySearch, options: { readonly replace?: boolean } = {}) =>
    void navigate({ search: next, ...options });
  return (
    <KeyDialogs>
      <ApiKeyTable search={search} show={show} />
    </KeyDialogs>
  );
}
