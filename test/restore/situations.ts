import { randomUUID } from 'node:crypto';
import type { SecretHash } from '../../lambdas/contract/brands.ts';
import { roleDefinitionKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import { emptyChain, type AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import type { ApiKey } from '../../lambdas/domain/keys/api-key.ts';
import {
  type ApiKeyChange,
  changeKey,
  deleteKey,
  purgeKey,
  rotateKey,
} from '../../lambdas/domain/keys/lifecycle.ts';
import { adminGrant, adminRole, type Role } from '../../lambdas/domain/people/role.ts';
import {
  changeRole,
  createRole,
  deleteRole,
  type RoleFields,
} from '../../lambdas/domain/people/role-lifecycle.ts';
import type { User } from '../../lambdas/domain/people/user.ts';
import {
  changeUser,
  createUser,
  deleteUser,
  type UserFields,
} from '../../lambdas/domain/people/user-lifecycle.ts';
import { minuteMs } from '../../lambdas/domain/time.ts';
import { toCredentialItem } from '../../lambdas/store/api-key-item.ts';
import { nameGuardKey } from '../../lambdas/store/keys.ts';
import { planRestore } from '../../scripts/restore/plan/plan.ts';
import type { Plan } from '../../scripts/restore/plan/planned.ts';
import type { Situation } from '../../scripts/restore/plan/situation.ts';
import type { Snapshot } from '../../scripts/restore/snapshot.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { mintKey, origin } from '../support/memory-records.ts';

export const owner = 'ci-bot@example.com';
export const manager = 'admin@example.com';
export const retentionDays = 30;

/** What tables hold: records by what they are. */
export interface Content {
  readonly keys: readonly ApiKey[];
  readonly users: readonly User[];
  readonly roles: readonly Role[];
  readonly events: readonly AuditEvent[];
}

export const nothing: Content = { keys: [], users: [], roles: [], events: [] };

/** A registry whose past is told by its events, one minute after the other. */
export class Story {
  readonly events: AuditEvent[] = [];
  now = noon;
  #keys = new Map<string, ApiKey>();
  #users = new Map<string, User>();
  #roles = new Map<string, Role>();

  constructor() {
    this.role(adminRole, adminGrant);
    this.role('developer', {
      description: '',
      scopes: ['database:read', 'database:write'],
      accessRights: {},
    });
    this.user(manager, { displayName: 'Admin', roles: [adminRole], status: 'active' });
    this.user(owner, { displayName: 'CI bot', roles: ['developer'], status: 'active' });
  }

  get content(): Content {
    return {
      keys: [...this.#keys.values()],
      users: [...this.#users.values()],
      roles: [...this.#roles.values()],
      events: [...this.events],
    };
  }

  key(id: string): ApiKey {
    return this.#keys.get(id)!;
  }

  mint(fields: Partial<ApiKey> = {}): string {
    const fresh = { id: apiKeyIdOf(randomUUID()), name: randomUUID(), userId: owner, ...fields };
    const { key, event } = mintKey(fresh, { random: predictableRandom(randomUUID()), now: this.#tick() });
    this.events.push(event);
    this.#keys.set(key.id, key);
    return key.id;
  }

  change(id: string, change: ApiKeyChange, actor = manager): void {
    const made = changeKey(this.key(id), change, this.#by(actor), this.#moment());
    this.#keys.set(id, made!.key);
    this.events.push(made!.event);
  }

  rotate(id: string, graceMs = 0, expiresAt = this.key(id).expiresAt): void {
    const fresh = {
      secretHash: randomUUID() as string as SecretHash,
      keyPrefix: 'lk_rotated',
      expiresAt,
      graceMs,
    };
    const { key, event } = rotateKey(this.key(id), fresh, this.#by(manager), this.#moment());
    this.#keys.set(id, key);
    this.events.push(event);
  }

  end(id: string, how: 'deleted' | 'purged' = 'deleted'): void {
    const last = how === 'deleted' ? deleteKey : purgeKey;
    this.events.push(last(this.key(id), this.#by(manager), this.#moment()));
    this.#keys.delete(id);
  }

  user(userId: string, fields: UserFields): void {
    const made = createUser(userId, fields, this.#headOf('user', userId), origin, this.#moment());
    this.#users.set(userId, made.user);
    this.events.push(made.event);
  }

  changeUser(userId: string, change: Partial<UserFields>): void {
    const made = changeUser(this.#users.get(userId)!, change, origin, this.#moment())!;
    this.#users.set(userId, made.user);
    this.events.push(made.event);
  }

  deleteUser(userId: string): void {
    this.events.push(deleteUser(this.#users.get(userId)!, origin, this.#moment()));
    this.#users.delete(userId);
  }

  role(name: string, fields: RoleFields): void {
    const made = createRole(name, fields, this.#headOf('role', name), origin, this.#moment());
    this.#roles.set(name, made.role);
    this.events.push(made.event);
  }

  changeRole(name: string, change: RoleFields): void {
    const made = changeRole(this.#roles.get(name)!, change, origin, this.#moment())!;
    this.#roles.set(name, made.role);
    this.events.push(made.event);
  }

  deleteRole(name: string): void {
    this.events.push(deleteRole(this.#roles.get(name)!, origin, this.#moment()));
    this.#roles.delete(name);
  }

  #headOf(type: string, id: string) {
    const last = this.events.findLast(({ target }) => target.type === type && target.id === id);
    return last === undefined ? emptyChain : { sequence: last.sequence, hash: last.hash };
  }

  #by(userId: string) {
    return { ...origin, actor: { userId, via: 'jwt' } as const };
  }

  #tick(): number {
    this.now += minuteMs;
    return this.now;
  }

  #moment() {
    return { now: this.#tick(), eventId: randomUUID() };
  }
}

export function snapshotOf({ keys, users, roles, events }: Content, more: Partial<Snapshot> = {}): Snapshot {
  const prefixes = { api_key: 'KEY', user: 'USER', role: 'ROLE', api: 'API' } as const;
  const counted = Map.groupBy(keys, ({ userId }) => userId);
  return {
    keys: new Map(keys.map((key) => [key.id, { key, item: {} }])),
    users: new Map(users.map((user) => [user.userId, user])),
    roles: new Map(roles.map((role) => [role.name, role])),
    countedKeys: new Map([...counted].map(([userId, all]) => [userId, new Set(all.map(({ id }) => id))])),
    names: new Map(keys.map(({ id, name }) => [nameGuardKey(name).pk, id])),
    events: Map.groupBy(events, ({ target }) => `${prefixes[target.type]}#${target.id}`),
    credentials: new Map(keys.map((key) => [key.secretHash, toCredentialItem(key, retentionDays)])),
    userStates: new Map(users.map((user) => [user.userId, { ...userStateKey(user.userId), ...user }])),
    roleDefinitions: new Map(roles.map((role) => [role.name, { ...roleDefinitionKey(role.name), ...role }])),
    ...more,
  };
}

/** What a restore of a copy would do, after all of the story, with this log. */
export function planOf(
  story: Story,
  copy: Content,
  more: Partial<Pick<Situation, 'copy' | 'live' | 'log'>> = {},
): Plan {
  const usual = { copy: snapshotOf(copy), live: snapshotOf(nothing), log: story.events };
  return planRestore({ ...usual, now: story.now, retentionDays, random: predictableRandom(), ...more });
}
