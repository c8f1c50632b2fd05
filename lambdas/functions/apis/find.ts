import type { ProtectedApi } from '../../domain/apis/protected-api.ts';
import { Problem } from '../../domain/problem.ts';
import type { ApiRequest } from '../../gateway/request.ts';
import type { ProtectedApiDependencies } from './dependencies.ts';
import { apiNameField } from './schemas.ts';

/** @throws Problem `NOT_FOUND` for a name that no API has, or that none can have */
export async function findApi(
  { pathParameters }: Pick<ApiRequest<unknown, unknown>, 'pathParameters'>,
  { apis }: Pick<ProtectedApiDependencies, 'apis'>,
): Promise<ProtectedApi> {
  const name = apiNameField.safeParse(pathParameters['name']);
  const found = name.success ? await apis.get(name.data) : null;
  if (found === null) throw new Problem('NOT_FOUND');
  return found;
}
