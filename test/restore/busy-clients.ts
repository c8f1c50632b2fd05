import type { OperationId } from '../../lambdas/contract/routes.ts';
import { isoTime } from '../../lambdas/domain/time.ts';
import type { Deployment } from '../support/engine-deployment.ts';
import { type Call, person, type Request } from '../support/memory-api.ts';
import { Seeded } from './seeded.ts';

const scopes = ['database:read', 'database:write', 'api-keys:manage', 'users:read', '*'];
const rights = [
  null,
  {},
  { projects: { apollo: { modules: { data: 'write' } } } },
  { projects: { apollo: { modules: { data: 'read' } }, gemini: { environments: { test: ['read'] } } } },
];
const addresses = [null, ['198.51.100.7'], ['198.51.100.0/24', '203.0.113.0/24']];
const paths = ['/orders', '/orders/{id}', '/profile', '/{proxy+}'];
/** From here all keys are asked, unless their addresses forbid it. */
export const address = '198.51.100.7';

type Deed = () => Promise<unknown>;

/** Clients that make, change, narrow and end users, roles, keys and protected APIs at random, some at a time. */
export class BusyClients {
  /** Every secret that was ever shown. */
  readonly secrets: { readonly apiKeyId: string; readonly secret: string }[] = [];
  readonly statuses = new Map<string, number>();
  readonly #seeded: Seeded;
  readonly #api: Pick<Deployment, 'as' | 'admin' | 'clock'>;
  readonly #userIds = ['ada@example.com'];
  readonly #roles = ['reader'];
  readonly #keys: { id: string; userId: string }[] = [];
  #made = 0;

  constructor(api: Pick<Deployment, 'as' | 'admin' | 'clock'>, seed: string) {
    this.#api = api;
    this.#seeded = new Seeded(seed);
  }

  async begin(): Promise<void> {
    await this.#call('createRole', { body: { name: 'reader', scopes: ['database:*'] } });
    await this.#call('createUser', { body: { userId: 'ada@example.com', roles: ['reader', 'admin'] } });
    for (let at = 0; at < 4; at += 1) await this.#mint();
  }

  /** Does so many things in all, four at a time; ends early where `isOver`. Time passes between them. */
  async work(count: number, isOver: () => boolean = () => false): Promise<void> {
    for (let done = 0; done < count && !isOver(); done += 4) {
      await Promise.all(Array.from({ length: 4 }, () => this.#doSomething()));
      this.#api.clock.set(this.#api.clock.now() + this.#seeded.number(0, 60_000));
    }
  }

  async #doSomething(): Promise<void> {
    const deeds: readonly (readonly [weight: number, deed: Deed])[] = [
      [6, () => this.#mint()],
      [6, () => this.#ofKey('updateApiKey', this.#keyFields())],
      [2, () => this.#ofKey('updateApiKey', { rotationEndsAt: isoTime(this.#api.clock.now()) })],
      [3, () => this.#ofKey('pauseApiKey')],
      [3, () => this.#ofKey('resumeApiKey')],
      [4, () => this.#rotate()],
      [3, () => this.#ofKey('deleteApiKey')],
      [2, () => this.#duplicate()],
      [1, () => this.#ofUser('revokeUserKeys')],
      [2, () => this.#createUser()],
      [5, () => this.#ofUser('updateUser', this.#userFields())],
      [2, () => this.#ofUser('deleteUser')],
      [2, () => this.#createRole()],
      [3, () => this.#ofRole('replaceRole', this.#grant())],
      [1, () => this.#ofRole('deleteRole')],
      [2, () => this.#call('registerApi', { body: { name: this.#apiName(), ...this.#protection() } })],
      [3, () => this.#call('replaceApi', { at: { name: this.#apiName() }, body: this.#protection() })],
      [1, () => this.#call('deleteApi', { at: { name: this.#apiName() } })],
    ];
    await this.#seeded.pick(deeds.flatMap(([weight, deed]) => Array.from({ length: weight }, () => deed)))();
  }

  async #call(operation: OperationId, request: Request, call: Call = this.#api.admin): Promise<any> {
    const { status, body } = await call(operation, request);
    const kind = `${operation} ${status}`;
    this.statuses.set(kind, (this.statuses.get(kind) ?? 0) + 1);
    if (body?.key !== undefined) this.secrets.push({ apiKeyId: body.id, secret: body.key });
    return status < 300 ? (body ?? {}) : null;
  }

  #keyFields() {
    const s = this.#seeded;
    const all = {
      name: this.#name('renamed'),
      description: this.#name('about'),
      scopes: s.chance(0.3) ? null : s.some(scopes),
      accessRights: s.pick(rights),
      allowedIps: s.pick(addresses),
      rateLimitTier: s.pick(['free', 'pro', 'enterprise']),
      type: s.pick(['admin', 'end-user']),
      status: s.pick(['active', 'paused']),
      expiresAt: s.pick([null, null, null, isoTime(this.#api.clock.now() + s.number(60_000, 3_600_000))]),
    };
    const names = s.some(Object.keys(all) as (keyof typeof all)[]);
    return Object.fromEntries([...names, 'description' as const].map((name) => [name, all[name]]));
  }

  async #mint(): Promise<void> {
    const { status: _, ...fields } = this.#keyFields() as Record<string, unknown>;
    const userId = this.#seeded.pick(['admin@example.com', ...this.#userIds]);
    const made = await this.#call('createApiKey', {
      body: { ...fields, name: this.#name('key'), userId },
    });
    if (made !== null) this.#keys.push({ id: made.id, userId });
  }

  async #duplicate(): Promise<void> {
    const { id, userId } = this.#seeded.pick(this.#keys);
    const body = { name: this.#name('copy'), expiresAt: null };
    const made = await this.#call('duplicateApiKey', { at: { id }, body });
    if (made !== null) this.#keys.push({ id: made.id, userId });
  }

  #rotate() {
    return this.#ofKey('rotateApiKey', { gracePeriod: this.#seeded.pick(['0s', '1m', '1h', '1h', '1d']) });
  }

  /** By an administrator, or by the owner. */
  #ofKey(operation: OperationId, body?: object) {
    const { id, userId } = this.#seeded.pick(this.#keys);
    const call = this.#seeded.chance(0.3) ? this.#api.as(person(userId)) : this.#api.admin;
    return this.#call(operation, { at: { id }, body }, call);
  }

  #userFields() {
    const s = this.#seeded;
    return s.chance(0.5)
      ? { roles: [s.pick(this.#roles), ...s.some([...this.#roles, 'admin'])] }
      : { status: s.pick(['active', 'active', 'disabled']) };
  }

  async #createUser(): Promise<void> {
    // Some come back under the id of one who was deleted.
    const userId = this.#seeded.chance(0.3)
      ? this.#seeded.pick(this.#userIds)
      : `${this.#name('user')}@example.com`;
    const roles = this.#seeded.some([...this.#roles, 'admin']);
    const made = await this.#call('createUser', { body: { userId, roles } });
    if (made !== null) this.#userIds.push(userId);
  }

  #ofUser(operation: OperationId, body?: object) {
    return this.#call(operation, { at: { userId: this.#seeded.pick(this.#userIds) }, body });
  }

  #grant() {
    return { scopes: this.#seeded.some(scopes), accessRights: this.#seeded.pick(rights) ?? {} };
  }

  async #createRole(): Promise<void> {
    const name = this.#seeded.chance(0.3) ? this.#seeded.pick(this.#roles) : this.#name('role');
    const made = await this.#call('createRole', { body: { name, ...this.#grant() } });
    if (made !== null) this.#roles.push(name);
  }

  #ofRole(operation: OperationId, body?: object) {
    return this.#call(operation, { at: { name: this.#seeded.pick(this.#roles) }, body });
  }

  #apiName(): string {
    return this.#seeded.pick(['orders', 'sales', 'stock', 'billing']);
  }

  #protection() {
    const s = this.#seeded;
    const stage = s.pick(['prod', 'blue', 'green', 'test']);
    return {
      gateway: { accountId: '123456789012', apiId: 'a1b2c3', stage },
      enforcement: s.pick(['deny', 'middleware', 'observe']),
      routes: s.some(paths).map((path) => ({
        method: s.pick(['GET', 'ANY']),
        path,
        scopes: s.some(['database:read', 'database:write']),
        cost: s.number(1, 2),
      })),
    };
  }

  #name(kind: string): string {
    this.#made += 1;
    return `${kind}-${this.#made}`;
  }
}
