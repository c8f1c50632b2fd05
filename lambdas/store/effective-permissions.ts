import type { ApiKeyId } from '../contract/brands.ts';
import { keyPermissions, type Permissions, unitePermissions } from '../domain/permissions/permissions.ts';
import { Problem } from '../domain/problem.ts';
import type { ApiKeyReader } from './api-key-reader.ts';
import type { DirectoryStore } from './directory.ts';

/**
 * Reads from the registry what a caller may do, where it was too long for the authorizer's answer. It throws a Problem
 * where the caller is gone meanwhile: 401 `API_KEY_INVALID` of a key, 403 `USER_UNKNOWN` of a person.
 */
export function createPermissionsLoader(
  keys: Pick<ApiKeyReader, 'get'>,
  directory: DirectoryStore,
): (userId: string, apiKeyId: ApiKeyId | null) => Promise<Permissions> {
  return async (userId, apiKeyId) => {
    const [user, key] = await Promise.all([
      directory.getUser(userId),
      apiKeyId === null ? null : keys.get(apiKeyId),
    ]);
    if (user === null && apiKeyId === null) throw new Problem('USER_UNKNOWN');
    if (user === null || (apiKeyId !== null && key === null)) throw new Problem('API_KEY_INVALID');
    const permissions = unitePermissions(await directory.getGrants(user.roles));
    return key === null ? permissions : keyPermissions(permissions, key);
  };
}
