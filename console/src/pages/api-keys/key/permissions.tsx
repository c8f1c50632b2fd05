import type { ApiKey } from '@latchkey/client';
import Container from '@cloudscape-design/components/container';
import { useQuery } from '@tanstack/react-query';
import { GrantedPermissions } from '../../../permissions/granted-permissions.tsx';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { useServices } from '../../../start/services.ts';

/** What a key can do now, by the roles of its user: the preview of a change that changes nothing. */
export function Permissions({ apiKey }: { readonly apiKey: ApiKey }) {
  const { api } = useServices();
  const { id, name, updatedAt } = apiKey;
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys', id, 'permissions', updatedAt],
    queryFn: ({ signal }) =>
      api.request('POST', '/api-keys/{id}/preview', { path: { id }, body: { name }, signal }),
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return (
    <Container>
      <GrantedPermissions preview={data} />
    </Container>
  );
}
