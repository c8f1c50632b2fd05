import { type IsOpenTo, opennessOf } from '../../domain/apis/openness.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import { keyPermissions, type Permissions, unitePermissions } from '../../domain/permissions/permissions.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import type { HoldersOnce, Known } from './holders-once.ts';

/** What decides by the users of keys. */
export interface HolderFilter {
  /** Keys whose user holds one of these roles. */
  readonly role?: readonly string[] | undefined;
  /** Keys that may do what a route of one of these protected APIs requires. */
  readonly api?: readonly string[] | undefined;
}

type Keep = (keys: readonly ApiKey[]) => Promise<readonly ApiKey[]>;

/** Keeps the keys that meet the filter. APIs are read once a request, as users and roles are. */
export function createHolderFilter(
  { role, api }: HolderFilter,
  holders: HoldersOnce,
  { apis }: Pick<ApiKeyDependencies, 'apis'>,
): Keep {
  if (role === undefined && api === undefined) return async (keys) => keys;
  const verdicts = new Map<string, boolean>();
  let open: Promise<IsOpenTo> | undefined;

  /** Keys of the same roles and limits are alike, and decided about once. */
  function mayCall(
    key: ApiKey,
    roles: readonly string[],
    isOpen: IsOpenTo,
    known: Known<Permissions>,
  ): boolean {
    const { scopes, accessRights } = key;
    const kind = JSON.stringify([roles, scopes, accessRights]);
    const verdict = verdicts.get(kind);
    if (verdict !== undefined) return verdict;
    const granted = unitePermissions(roles.flatMap((name) => known.get(name) ?? []));
    const found = isOpen(keyPermissions(granted, key));
    verdicts.set(kind, found);
    return found;
  }

  return async (keys) => {
    const users = await holders.users(keys.map(({ userId }) => userId));
    const rolesOf = ({ userId }: ApiKey) => users.get(userId)?.roles ?? [];
    const held = keys.filter((key) => role === undefined || rolesOf(key).some((name) => role.includes(name)));
    if (api === undefined) return held;
    const working = held.filter(({ userId }) => users.get(userId)?.status === 'active');
    open ??= readOpenness(api, apis);
    const [isOpen, known] = [await open, await holders.grants(working.flatMap(rolesOf))];
    return working.filter((key) => rolesOf(key).length > 0 && mayCall(key, rolesOf(key), isOpen, known));
  };
}

async function readOpenness(names: readonly string[], apis: ApiKeyDependencies['apis']): Promise<IsOpenTo> {
  const found = await Promise.all(names.map((name) => apis.get(name)));
  return opennessOf(found.flatMap((each) => each?.current.routes ?? []));
}
