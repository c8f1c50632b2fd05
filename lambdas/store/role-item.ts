import { type RoleDefinitionItem, roleDefinitionKey } from '../contract/credential-items.ts';
import type { Role } from '../domain/people/role.ts';
import { type ChainAttributes, fromChainAttributes, toChainAttributes } from './chain-head.ts';
import { collections } from './keys.ts';

/** Attributes of a role's record, without its primary key and its counters, which users alone change. */
export function toRoleAttributes(role: Role): Record<string, unknown> {
  const { chain, holders: _, ...fields } = role;
  return {
    ...fields,
    collection: collections.roles,
    collectionSort: role.name,
    ...toChainAttributes(chain),
  };
}

export function fromRoleItem(item: Record<string, unknown>): Role {
  const stored = item as unknown as Role & ChainAttributes;
  return {
    name: stored.name,
    description: stored.description,
    scopes: stored.scopes,
    accessRights: stored.accessRights,
    createdAt: stored.createdAt,
    updatedAt: stored.updatedAt,
    version: stored.version,
    holders: stored.holders,
    chain: fromChainAttributes(stored),
  };
}

/** What the authorizer sees of a role. */
export function toRoleDefinitionItem({ name, scopes, accessRights }: Role): RoleDefinitionItem {
  return { ...roleDefinitionKey(name), scopes, accessRights };
}
