import { isDeepStrictEqual } from 'node:util';
import { noUsage } from './memory-usage.ts';
import { credentialKey, roleDefinitionKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import type { ProtectedApi } from '../../lambdas/domain/apis/protected-api.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import { foldName } from '../../lambdas/domain/keys/name.ts';
import { credentialOf } from '../../lambdas/domain/keys/credential.ts';
import { emptyChain } from '../../lambdas/domain/audit/audit.ts';
import { adminGrant, adminRole, type Role } from '../../lambdas/domain/people/role.ts';
import type { User } from '../../lambdas/domain/people/user.ts';
import type { Stores } from './memory-api.ts';
import { noon } from './memory-ports.ts';
import { aUser } from './memory-records.ts';
import { settings } from './memory-settings.ts';

/**
 * Users, roles and keys in memory, for properties over many thousand calls. One call at a time: what the real
 * stores refuse because of a race is not refused here.
 */
export class MemoryStores {
  readonly users = new Map<string, User>();
  readonly roles = new Map<string, Role>();
  readonly keys = new Map<string, ApiKey>();
  readonly apis = new Map<string, ProtectedApi>();

  /** One administrator, and people without roles. */
  constructor(administrator: string, people: readonly string[]) {
    const built = { createdAt: noon, updatedAt: noon, version: 1, holders: 1, chain: emptyChain };
    this.roles.set(adminRole, { name: adminRole, ...adminGrant, ...built });
    this.users.set(administrator, aUser({ userId: administrator, roles: [adminRole] }));
    for (const userId of people) this.users.set(userId, aUser({ userId, roles: [] }));
  }

  keysOf(userId: string): ApiKey[] {
    return [...this.keys.values()].filter((key) => key.userId === userId);
  }

  /** The same as the functions see it. */
  get stores(): Stores {
    const { users, roles, keys, apis } = this;
    const committed = async () => ({ kind: 'committed' }) as const;
    const refused = async <const Condition>(by: Condition) => ({ kind: 'refused', by: [by] }) as const;
    const holdersOf = (role: string) => [...users.values()].filter((user) => user.roles.includes(role));
    const wouldLoseAdministrators = (userId: string, after: User | null) =>
      ![...users.values(), ...(after === null ? [] : [after])].some(
        (user) =>
          (user.userId !== userId || user === after) &&
          user.status === 'active' &&
          user.roles.includes(adminRole),
      );
    const isNameTaken = (name: string, id: string | null) =>
      [...keys.values()].some((key) => key.id !== id && foldName(key.name) === foldName(name));
    const notServed = () => {
      throw new Error('lists are not served from memory');
    };
    return {
      users: {
        chainHead: async () => emptyChain,
        create: ({ user }) => (users.set(user.userId, user), committed()),
        update(before, { user }) {
          if (wouldLoseAdministrators(before.userId, user)) return refused('administrators');
          users.set(user.userId, user);
          return committed();
        },
        remove(user) {
          if (wouldLoseAdministrators(user.userId, null)) return refused('administrators');
          users.delete(user.userId);
          return committed();
        },
      },
      roles: {
        get: async (name) => {
          const role = roles.get(name);
          return role === undefined ? null : { ...role, holders: holdersOf(name).length };
        },
        chainHead: async () => emptyChain,
        create: ({ role }) => (roles.set(role.name, role), committed()),
        update: (_, { role }) => (roles.set(role.name, role), committed()),
        remove: ({ name }) => (roles.delete(name), committed()),
      },
      keys: {
        get: async (id) => keys.get(id) ?? null,
        create({ key }) {
          if (isNameTaken(key.name, key.id)) return refused('name');
          keys.set(key.id, key);
          return committed();
        },
        update(_, { key }) {
          if (isNameTaken(key.name, key.id)) return refused('name');
          keys.set(key.id, key);
          return committed();
        },
        isNameTaken: async (name, id) => isNameTaken(name, id),
        remove: (removals) => {
          for (const { key } of removals) keys.delete(key.id);
          return committed();
        },
        idsOfUser: async (userId) => this.keysOf(userId).map(({ id }) => id),
      },
      // No key here ever expires.
      purges: { readGone: async () => null, readRemains: async () => null, purge: committed },
      directory: {
        getUser: async (userId) => {
          const user = users.get(userId);
          return user === undefined ? null : { ...user, keyCount: this.keysOf(userId).length };
        },
        getGrants: async (names) => names.flatMap((name) => roles.get(name) ?? []),
      },
      reader: { read: async (wanted) => new Map(wanted.flatMap(({ pk }) => this.#credentialItems(pk))) },
      lister: { users: notServed, roles: notServed, apis: notServed },
      apis: {
        get: async (name) => apis.get(name) ?? null,
        holderOf: async (stage) =>
          [...apis.values()].find(({ gateway }) => isDeepStrictEqual(gateway, stage))?.name ?? null,
        chainHead: async () => emptyChain,
        create: ({ api }) => (apis.set(api.name, api), committed()),
        update: (_, { api }) => (apis.set(api.name, api), committed()),
        rename: ({ name }, _, { api }) => (apis.delete(name), apis.set(api.name, api), committed()),
        remove: ({ name }) => (apis.delete(name), committed()),
      },
      listKeys: notServed,
      listWebhooks: notServed,
      webhooks: {
        get: async () => null,
        counts: async () => ({ own: 0, all: 0 }),
        create: committed,
        update: committed,
        noteFailing: committed,
        remove: committed,
      },
      holders: { users: notServed, roles: notServed },
      listEvents: notServed,
      ...noUsage,
    };
  }

  /** The item of the Credentials table, as the real stores keep it. */
  #credentialItems(pk: string): [string, object][] {
    const user = this.users.get(pk.slice(2));
    if (user !== undefined && pk === userStateKey(user.userId).pk) return [[pk, user]];
    const role = this.roles.get(pk.slice(2));
    if (role !== undefined && pk === roleDefinitionKey(role.name).pk) return [[pk, role]];
    const key = [...this.keys.values()].find(({ secretHash }) => pk === credentialKey(secretHash).pk);
    if (key === undefined) return [];
    const { goneAt, ...credential } = credentialOf(key, settings.retentionDays);
    return [[pk, { ...credential, ...(goneAt === null ? {} : { ttl: Math.ceil(goneAt / 1_000) }) }]];
  }
}
