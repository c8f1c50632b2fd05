import { hasOwnLimits, holdsUnneeded, isSettled, mayBeBroad } from '../../domain/keys/breadth.ts';
import { keyPermissions, noPermissions, unitePermissions } from '../../domain/permissions/permissions.ts';
import type { HoldersOnce } from './holders-once.ts';
import type { UsedApiKey } from './last-use.ts';

const noLimits = { scopes: null, accessRights: null };

/**
 * Finds the keys that are broader than what they used. Users and roles are looked up for keys alone whose own limits do
 * not tell.
 *
 * @param asOf the moment that decides about all keys, epoch milliseconds
 * @returns the ids of those
 */
export function createBroadKeyFinder(
  { users, grants }: HoldersOnce,
  asOf: number,
): (keys: readonly UsedApiKey[]) => Promise<ReadonlySet<string>> {
  return async (keys) => {
    const watched = keys.flatMap((key) => {
      const { needs } = key;
      return mayBeBroad(key, asOf) && isSettled(needs, asOf) ? [{ key, needs }] : [];
    });
    const [broad, open] = [new Set<string>(), new Array<(typeof watched)[number]>()];
    for (const each of watched) {
      if (holdsUnneeded(each.key, noPermissions, each.needs)) broad.add(each.key.id);
      else if (!hasOwnLimits(each.key)) open.push(each);
    }
    if (open.length === 0) return broad;
    const known = await users(open.map(({ key }) => key.userId));
    const rolesOf = (userId: string) => known.get(userId)?.roles ?? [];
    const granted = await grants(open.flatMap(({ key }) => rolesOf(key.userId)));
    for (const { key, needs } of open) {
      const byRoles = unitePermissions(rolesOf(key.userId).flatMap((name) => granted.get(name) ?? []));
      if (holdsUnneeded(key, keyPermissions(byRoles, noLimits), needs)) broad.add(key.id);
    }
    return broad;
  };
}
