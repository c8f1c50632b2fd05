import { type UserStateItem, userStateKey } from '../contract/credential-items.ts';
import type { User } from '../domain/people/user.ts';
import { type ChainAttributes, fromChainAttributes, toChainAttributes } from './chain-head.ts';
import { collections } from './keys.ts';

/** Attributes of a user's record, without its primary key and `keyCount`, which keys alone change. */
export function toUserAttributes(user: User): Record<string, unknown> {
  const { chain, keyCount: _, ...fields } = user;
  return {
    ...fields,
    collection: collections.users,
    collectionSort: user.userId,
    ...toChainAttributes(chain),
  };
}

export function fromUserItem(item: Record<string, unknown>): User {
  const stored = item as unknown as User & ChainAttributes;
  return {
    userId: stored.userId,
    displayName: stored.displayName,
    roles: stored.roles,
    status: stored.status,
    createdAt: stored.createdAt,
    updatedAt: stored.updatedAt,
    version: stored.version,
    keyCount: stored.keyCount,
    chain: fromChainAttributes(stored),
  };
}

/** What the authorizer sees of a user. */
export function toUserStateItem({ userId, status, roles, version }: User): UserStateItem {
  return { ...userStateKey(userId), status, roles, version };
}
