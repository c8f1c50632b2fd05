import type { ApiKey } from '@latchkey/client';
import Container from '@cloudscape-design/components/container';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { GrantedPermissions } from '../../../permissions/granted-permissions.tsx';
import { permissionChange } from '../../../permissions/permission-change.ts';
import { Failure } from '../../../states/failure.tsx';
import { Loading } from '../../../states/loading.tsx';
import { useServices } from '../../../start/services.ts';
import { UsedPermissions } from './used-permissions.tsx';

/**
 * What a key can do now, by the roles of its user: the preview of a change that changes nothing. What no call has needed
 * of it is marked.
 */
export function Permissions({ apiKey }: { readonly apiKey: ApiKey }) {
  const { api } = useServices();
  const { id, name, updatedAt, used } = apiKey;
  const { data, error, refetch } = useQuery({
    queryKey: ['api-keys', id, 'permissions', updatedAt],
    queryFn: ({ signal }) =>
      api.request('POST', '/api-keys/{id}/preview', { path: { id }, body: { name }, signal }),
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const unneeded = permissionChange(used ?? data, data).given;
  return (
    <SpaceBetween size="l">
      <Container>
        <GrantedPermissions preview={data} unneededScopes={unneeded.scopes} />
      </Container>
      <UsedPermissions apiKey={apiKey} unneeded={unneeded} />
    </SpaceBetween>
  );
}
