import { randomUUID } from 'node:crypto';
import type { SecretHash } from '../../lambdas/contract/brands.ts';
import { roleDefinitionKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import { emptyChain, headOf, type AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import {
  type Beginning,
  changeApi,
  createApi,
  deleteApi,
  leaveFormerStage,
  takeOverApi,
} from '../../lambdas/domain/apis/api-lifecycle.ts';
import type { ProtectedApi, ProtectedApiFields } from '../../lambdas/domain/apis/protected-api.ts';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
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
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  disableEndpoint,
  type EndpointChanges,
  type EndpointTransition,
  failingNotice,
  rotateEndpoint,
} from '../../lambdas/domain/webhooks/endpoint-lifecycle.ts';
import type { Endpoint, EndpointFields } from '../../lambdas/domain/webhooks/endpoint.ts';
import { giveNotice } from '../../lambdas/domain/webhooks/notices.ts';
import { toCredentialItem } from '../../lambdas/store/api-key-item.ts';
import { nameGuardKey, stageGuardKey } from '../../lambdas/store/keys.ts';
import { toAuthorizerItem } from '../../lambdas/store/protected-api-item.ts';
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
  readonly apis: readonly ProtectedApi[];
  readonly webhooks: readonly Endpoint[];
  readonly events: readonly AuditEvent[];
}

export const nothing: Content = { keys: [], users: [], roles: [], apis: [], webhooks: [], events: [] };

/** What a stage is protected with; observed and without a description where nothing else is said. */
export function protection(more: Partial<ProtectedApiFields> = {}): ProtectedApiFields {
  return {
    description: '',
    enforcement: 'observe',
    people: false,
    unauthenticated: '403',
    gateway: { accountId: '123456789012', apiId: 'a1b2c3', stage: 'prod' },
    current: routeSetOf([{ method: 'GET', path: '/orders', scopes: ['database:read'] }]),
    ...more,
  };
}

const listener: EndpointFields = {
  name: 'Deploys',
  url: 'https://hooks.example.com/in',
  kind: 'https',
  events: ['*'],
  scope: 'own',
  status: 'active',
  legacySignature: false,
};

/** A registry whose past is told by its events, one minute after the other. */
export class Story {
  readonly events: AuditEvent[] = [];
  now = noon;
  #keys = new Map<string, ApiKey>();
  #users = new Map<string, User>();
  #roles = new Map<string, Role>();
  #apis = new Map<string, ProtectedApi>();
  #webhooks = new Map<string, Endpoint>();

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
      apis: [...this.#apis.values()],
      webhooks: [...this.#webhooks.values()],
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

  /** Time brings what nobody does. */
  announce(id: string): void {
    const key = this.key(id);
    const moment = this.#moment();
    const notice = {
      type: 'api_key.expired',
      slot: 'expired',
      dueAt: moment.now,
      moment: moment.now,
    } as const;
    const event = giveNotice(key, { ...notice, before: null }, null, origin, moment);
    this.#keys.set(id, { ...key, chain: headOf(event) });
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

  api(name: string, fields: ProtectedApiFields, beginning?: Beginning): void {
    const head = this.#headOf('api', name);
    const made = createApi(name, fields, head, origin, this.#moment(), beginning);
    this.#apis.set(name, made.api);
    this.events.push(made.event);
  }

  changeApi(name: string, fields: ProtectedApiFields, managedBy?: string): void {
    const made = changeApi(this.#apis.get(name)!, fields, origin, this.#moment(), managedBy)!;
    this.#apis.set(name, made.api);
    this.events.push(made.event);
  }

  takeOverApi(name: string, fields: ProtectedApiFields, managedBy: string): void {
    const made = takeOverApi(this.#apis.get(name)!, fields, managedBy, origin, this.#moment())!;
    this.#apis.set(name, made.api);
    this.events.push(made.event);
  }

  leaveFormerStage(name: string): void {
    const made = leaveFormerStage(this.#apis.get(name)!, origin, this.#moment())!;
    this.#apis.set(name, made.api);
    this.events.push(made.event);
  }

  deleteApi(name: string): void {
    this.events.push(deleteApi(this.#apis.get(name)!, origin, this.#moment()));
    this.#apis.delete(name);
  }

  webhook(id: string, fields: Partial<EndpointFields> = {}, userId = owner): void {
    const whole = { ...listener, ...fields };
    const user = this.#users.get(userId)!;
    const master = whole.kind === 'https' ? 'master-1' : null;
    this.#follow(createEndpoint(id, user, whole, master, origin, this.#moment()));
  }

  changeWebhook(id: string, changes: EndpointChanges): void {
    this.#follow(changeEndpoint(this.#webhooks.get(id)!, changes, origin, this.#moment())!);
  }

  rotateWebhook(id: string, masterVersion: string, graceMs: number): void {
    const rotation = { masterVersion, graceMs };
    this.#follow(rotateEndpoint(this.#webhooks.get(id)!, rotation, origin, this.#moment()));
  }

  disableWebhook(id: string): void {
    this.#follow(disableEndpoint(this.#webhooks.get(id)!, 'gone', origin, this.#moment())!);
  }

  /** A day of failures, and the notice of it. */
  failWebhook(id: string): void {
    const before = this.#webhooks.get(id)!;
    const event = failingNotice(before, this.now, origin, this.#moment());
    this.#webhooks.set(id, { ...before, toldFailingSince: this.now - minuteMs, chain: headOf(event) });
    this.events.push(event);
  }

  deleteWebhook(id: string): void {
    this.events.push(deleteEndpoint(this.#webhooks.get(id)!, origin, this.#moment()));
    this.#webhooks.delete(id);
  }

  #follow({ endpoint, event }: EndpointTransition): void {
    this.#webhooks.set(endpoint.id, endpoint);
    this.events.push(event);
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

export function snapshotOf(
  { keys, users, roles, apis, webhooks, events }: Content,
  more: Partial<Snapshot> = {},
): Snapshot {
  const prefixes = { api_key: 'KEY', user: 'USER', role: 'ROLE', api: 'API', webhook: 'WEBHOOK' } as const;
  const counted = Map.groupBy(keys, ({ userId }) => userId);
  return {
    keys: new Map(keys.map((key) => [key.id, { key, item: {} }])),
    users: new Map(users.map((user) => [user.userId, user])),
    roles: new Map(roles.map((role) => [role.name, role])),
    apis: new Map(apis.map((api) => [api.name, api])),
    webhooks: new Map(webhooks.map((webhook) => [webhook.id, webhook])),
    stages: new Map(apis.map(({ name, gateway }) => [stageGuardKey(gateway).pk, name])),
    protectedStages: protectedStagesOf(apis),
    countedKeys: new Map([...counted].map(([userId, all]) => [userId, new Set(all.map(({ id }) => id))])),
    names: new Map(keys.map(({ id, name }) => [nameGuardKey(name).pk, id])),
    events: Map.groupBy(events, ({ target }) => `${prefixes[target.type]}#${target.id}`),
    credentials: new Map(keys.map((key) => [key.secretHash, toCredentialItem(key, retentionDays)])),
    userStates: new Map(users.map((user) => [user.userId, { ...userStateKey(user.userId), ...user }])),
    roleDefinitions: new Map(roles.map((role) => [role.name, { ...roleDefinitionKey(role.name), ...role }])),
    ...more,
  };
}

/** What Credentials has of APIs. */
export function protectedStagesOf(apis: readonly ProtectedApi[]) {
  return new Map(apis.map(toAuthorizerItem).map((item) => [item.pk, item]));
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
