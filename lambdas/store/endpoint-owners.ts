import { unitePermissions } from '../domain/permissions/permissions.ts';
import type { Owner } from '../domain/webhooks/endpoint-rights.ts';
import type { DirectoryStore } from './directory.ts';

/**
 * The owner of an endpoint as they are now, strongly consistent; null where there is no such user.
 *
 * @throws Problem `UNAVAILABLE` where DynamoDB gives no answer
 */
export type ReadOwner = (userId: string) => Promise<Owner | null>;

export function createOwnerReader(directory: DirectoryStore): ReadOwner {
  return async (userId) => {
    const user = await directory.getUser(userId);
    if (user === null) return null;
    const { scopes } = unitePermissions(await directory.getGrants(user.roles));
    const { status, roles, createdAt } = user;
    return { userId, status, roles, createdAt, scopes };
  };
}
