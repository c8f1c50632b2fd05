import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Random } from '../../lambdas/domain/ports.ts';
import { newDelivery } from '../../lambdas/domain/webhooks/delivery.ts';
import type { Endpoint } from '../../lambdas/domain/webhooks/endpoint.ts';
import type { SenderDependencies } from '../../lambdas/functions/sender/dependencies.ts';
import { sendLine } from '../../lambdas/functions/sender/send-line.ts';
import { createPost } from '../../lambdas/outbound/https-post.ts';
import { createMessenger, type Send } from '../../lambdas/outbound/messenger.ts';
import { createDeliveryStore } from '../../lambdas/store/deliveries.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { createLineStore } from '../../lambdas/store/endpoint-lines.ts';
import { createOwnerReader } from '../../lambdas/store/endpoint-owners.ts';
import { deliverySortKey } from '../../lambdas/store/outbox-keys.ts';
import { toPointerItems, toWebhookItem } from '../../lambdas/store/webhook-item.ts';
import { createWebhookStore } from '../../lambdas/store/webhooks.ts';
import { endpointOf } from '../domain/webhooks/endpoints.ts';
import type { Engine } from '../support/engine.ts';
import { seedUser } from '../support/engine-seed.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { origin } from '../support/memory-records.ts';

/** The master that secrets are derived from in tests. */
export const master = Buffer.from('a master for tests of 32 bytes, or a few more');
export const masters = { ofVersion: async () => master };

/** Time that passes when somebody sleeps, and takes none. */
export class TestClock {
  #now = noon;
  readonly now = (): number => this.#now;
  readonly sleep = async (ms: number): Promise<void> => {
    const until = this.#now + ms;
    await new Promise(setImmediate);
    this.#now = Math.max(this.#now, until);
  };
  set(now: number): void {
    this.#now = now;
  }
  pass(ms: number): void {
    this.#now += ms;
  }
}

/** Of `Sending`: each has ids of its own. */
let made = 0;

/** What is sent, and to whom, over a real engine; time is the test's. */
export class Sending {
  readonly clock = new TestClock();
  readonly random: Random = predictableRandom(`sending ${(made += 1)}`);
  readonly engine: Engine;
  /** Addresses of names. */
  addresses: readonly string[] = ['127.0.0.1'];
  readonly #ca: string;
  readonly #timeoutMs: number;
  #made = 0;

  constructor(engine: Engine, ca: string, timeoutMs = 10_000) {
    this.engine = engine;
    this.#ca = ca;
    this.#timeoutMs = timeoutMs;
  }

  get deliveries() {
    return createDeliveryStore(this.engine.tables, this);
  }
  get lines() {
    return createLineStore(this.engine.tables, { clock: this.clock, random: this.random });
  }
  get webhooks() {
    return createWebhookStore(this.engine.tables, { auditRetentionDays: 365 }, this.clock.now);
  }

  readonly send: Send = (endpoint, message) =>
    createMessenger({
      masters,
      resolveAll: async () => this.addresses,
      post: createPost({ ca: this.#ca }),
      putOnBus: null,
      sendMail: null,
      targets: 'any',
      now: this.clock.now,
      timeoutMs: this.#timeoutMs,
    })(endpoint, message);

  deps(more: Partial<SenderDependencies> = {}): SenderDependencies {
    const { clock, random, deliveries, lines, webhooks, send } = this;
    const pacing = { clock, random };
    const readOwner = createOwnerReader(createDirectoryStore(this.engine.tables, pacing));
    return { webhooks, readOwner, deliveries, lines, send, clock, random, ...more };
  }

  /** An endpoint of a user of its own, who has a role. */
  async endpoint(fields: Partial<Endpoint>): Promise<Endpoint> {
    this.#made += 1;
    const id = this.random.uuid();
    const user = await seedUser(this.engine.tables, {
      userId: `owner-${this.#made}-${id}@example.com`,
      roles: ['reader'],
    });
    const owner = { userId: user.userId, ownerSince: user.createdAt };
    const endpoint = endpointOf({ id, ...owner, updatedAt: noon - 10 * 86_400_000, ...fields });
    for (const Item of [toWebhookItem(endpoint), ...toPointerItems(endpoint)]) {
      const { client, registry: TableName } = this.engine.tables;
      await client.send(new PutCommand({ TableName, Item }));
    }
    return endpoint;
  }

  /** Deliveries to an endpoint that are due now; their sort keys. */
  async due(endpointId: string, count = 1): Promise<string[]> {
    const at = new Date(this.clock.now()).toISOString();
    const names: string[] = [];
    for (let sequence = 1; sequence <= count; sequence += 1) {
      const eventId = this.random.uuid();
      await this.deliveries.add({
        ...newDelivery({ eventId, endpointId }, this.clock.now(), false),
        type: 'api_key.created',
        at,
        body: JSON.stringify({ type: 'api_key.created', timestamp: at, data: { sequence } }),
      });
      names.push(deliverySortKey(at, eventId));
    }
    return names;
  }

  async run(
    endpointId: string,
    deliveries: readonly string[],
    more: Partial<SenderDependencies> = {},
    deadlineMs = Number.MAX_SAFE_INTEGER,
  ): Promise<void> {
    await sendLine({ endpointId, deliveries }, { origin, deadlineMs }, this.deps(more));
  }

  async read(endpointId: string, sortKey: string) {
    const stored = await this.deliveries.get({ endpointId, sortKey });
    if (stored === null) throw new Error('no such delivery');
    return stored;
  }
}
