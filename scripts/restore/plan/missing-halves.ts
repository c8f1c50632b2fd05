import type { SecretHash } from '../../../lambdas/contract/brands.ts';
import { protectedApiItemKey } from '../../../lambdas/contract/credential-items.ts';
import type { RegistryKey } from '../../../lambdas/store/keys.ts';
import { apiKeyKey, protectedApiKey, roleKey, userKey } from '../../../lambdas/store/keys.ts';
import { isPastTtl } from '../../../lambdas/store/conditions.ts';
import { toCredentialItem, toRetiringItem, ttlOf } from '../../../lambdas/store/api-key-item.ts';
import { toAuthorizerItem } from '../../../lambdas/store/protected-api-item.ts';
import { toRoleDefinitionItem } from '../../../lambdas/store/role-item.ts';
import { toUserStateItem } from '../../../lambdas/store/user-item.ts';
import type { Half } from './planned.ts';
import type { Situation } from './situation.ts';
import type { Targets } from './targets.ts';

/** What the authorizers have to see of what is live, and do not: Credentials was lost alone. */
export function missingHalves({ live, now, retentionDays }: Situation, targets: Targets): Half[] {
  const users = [...live.users.values()]
    .filter(({ userId }) => !live.userStates.has(userId) && !targets.isForeign('user', userId))
    .map((user) => half(userKey(user.userId), user, toUserStateItem(user)));
  const roles = [...live.roles.values()]
    .filter(({ name }) => !live.roleDefinitions.has(name) && !targets.isForeign('role', name))
    .map((role) => half(roleKey(role.name), role, toRoleDefinitionItem(role)));
  const keys = [...live.keys.values()].flatMap(({ key }) => {
    const isGone = isPastTtl({ ttl: ttlOf(key, retentionDays) }, now);
    if (targets.isForeign('api_key', key.id) || isGone) return [];
    const isRetiring = key.rotationEndsAt !== null && key.rotationEndsAt > now;
    const items = [
      toCredentialItem(key, retentionDays),
      isRetiring ? toRetiringItem(key, retentionDays) : null,
    ];
    return items
      .filter((item) => item !== null)
      .filter(({ pk }) => !live.credentials.has(pk.slice('C#'.length) as SecretHash))
      .map((item) => half(apiKeyKey(key.id), key, item));
  });
  const apis = [...live.apis.values()]
    .filter(({ gateway }) => !live.protectedStages.has(protectedApiItemKey(gateway).pk))
    .filter(({ name }) => !targets.isForeign('api', name))
    .map((api) => half(protectedApiKey(api.name), api, toAuthorizerItem(api)));
  return [...roles, ...users, ...apis, ...keys];
}

function half(record: RegistryKey, { version }: { readonly version: number }, item: { pk: string }): Half {
  return { record, version, item: { ...item } };
}
