import { deliveryIdOf } from '../../lambdas/domain/webhooks/delivery-id.ts';
import { beginAttempt } from '../../lambdas/domain/webhooks/delivery-life.ts';
import { newDelivery } from '../../lambdas/domain/webhooks/delivery.ts';
import type { StoredDelivery } from '../../lambdas/store/delivery-item.ts';
import { deliverySortKey } from '../../lambdas/store/outbox-keys.ts';
import { type Deployment, deploy } from '../support/engine-deployment.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Call, person } from '../support/memory-api.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon, predictableRandom } from '../support/memory-ports.ts';
import { must, newWebhook, people } from './webhook-bench.ts';

let engine: Engine;
let api: Deployment;
let ann: Call;
let bob: Call;
let hook: Call;
beforeAll(async () => {
  engine = await startEngine();
  api = await deploy(engine);
  ({ ann, bob, hook } = await people(api));
});
afterAll(() => engine?.stop());

const random = predictableRandom('deliveries');
const create = async (call: Call, fields: object = {}) =>
  (await must(call('createWebhook', { body: newWebhook(fields) }))) as { id: string };

async function deliveryTo(endpointId: string, minutesAgo = 0): Promise<StoredDelivery> {
  const at = new Date(noon - minutesAgo * 60_000).toISOString();
  const eventId = random.uuid();
  const message = { type: 'api_key.created' as const, at, body: '{}' };
  await api.outbox.deliveries.add({ ...newDelivery({ eventId, endpointId }, noon, false), ...message });
  return (await api.outbox.deliveries.get({ endpointId, sortKey: deliverySortKey(at, eventId) }))!;
}

test('deliveries of all events are for who may hear all events, not for who could once', async () => {
  const cat = { userId: 'cat@example.com', roles: ['hooks'] };
  await must(api.admin('createUser', { body: cat }));
  const call = api.as(person(cat.userId));
  const { id } = await create(call, { scope: 'all' });
  const own = await create(call);
  expect((await call('listWebhookDeliveries', { at: { id } })).status).toBe(200);
  await must(api.admin('updateUser', { at: { userId: cat.userId }, body: { roles: ['reader'] } }));
  const { status, body } = await call('listWebhookDeliveries', { at: { id } });
  expect([status, body.code, body.missingScopes]).toEqual([
    403,
    'INSUFFICIENT_PERMISSIONS',
    ['webhooks:manage'],
  ]);
  expect((await call('listWebhookDeliveries', { at: { id: own.id } })).status).toBe(200);
});

describe('a test', () => {
  test('sends a message of its own at once, and says what came of it', async () => {
    const { id } = await create(ann, { name: 'Deploys' });
    const { status, body } = await ann('testWebhook', { at: { id } });
    expect([status, body]).toEqual([200, { status: 204, ms: expect.any(Number), error: null }]);
    expect(JSON.parse(api.outbox.sent.at(-1)!.body)).toMatchObject({
      type: 'webhook.test',
      data: { webhookId: id, name: 'Deploys' },
    });
    api.outbox.answer = { kind: 'none', reason: 'tls' };
    expect((await ann('testWebhook', { at: { id } })).body).toMatchObject({ status: null, error: 'tls' });
    api.outbox.answer = { kind: 'status', status: 204, retryAfter: null };
  });

  test('that is asked for too often is 429, with the seconds to wait, and sends nothing', async () => {
    const { id } = await create(ann);
    const before = api.outbox.sent.length;
    api.outbox.waitMs = 12_345;
    const { status, body, headers } = await ann('testWebhook', { at: { id } });
    api.outbox.waitMs = 0;
    expect([status, body.code, headers['Retry-After']]).toEqual([429, 'RATE_LIMITED', '13']);
    expect(api.outbox.sent).toHaveLength(before);
  });

  test.each(['testWebhook', 'listWebhookDeliveries'] as const)(
    '%s is 404 for others',
    async (operationId) => {
      const { id } = await create(ann);
      expect((await bob(operationId, { at: { id } })).status).toBe(404);
      expect((await hook(operationId, { at: { id } })).status).toBe(200);
    },
  );
});

describe('deliveries', () => {
  test('are listed with their attempts, those of the newest events first, by state and time', async () => {
    const { id } = await create(ann);
    const [old, middle, fresh] = [await deliveryTo(id, 120), await deliveryTo(id, 60), await deliveryTo(id)];
    const answer = { kind: 'status', status: 503, retryAfter: '5' } as const;
    await api.outbox.deliveries.change(middle, {
      ...middle,
      begun: 10,
      attempts: [
        { endedAt: noon, answer },
        { endedAt: noon + 5, answer: { kind: 'none', reason: 'timeout' } },
      ],
      progress: { state: 'dead', endedAt: noon + 5, reason: 'attempts' },
    });
    const list = async (query: Record<string, string> = {}) =>
      must(ann('listWebhookDeliveries', { at: { id }, query }));
    expect((await list()).map((each: any) => each.id)).toEqual([fresh, middle, old].map(deliveryIdOf));
    expect(await list({ state: 'dead' })).toEqual([
      {
        id: deliveryIdOf(middle),
        eventId: middle.eventId,
        type: 'api_key.created',
        eventAt: middle.at,
        state: 'dead',
        createdAt: new Date(noon).toISOString(),
        nextAttemptAt: null,
        endedAt: new Date(noon + 5).toISOString(),
        reason: 'attempts',
        attempts: [
          { endedAt: new Date(noon).toISOString(), status: 503, error: null },
          { endedAt: new Date(noon + 5).toISOString(), status: null, error: 'timeout' },
        ],
      },
    ]);
    const from = new Date(noon - 90 * 60_000).toISOString();
    const to = new Date(noon - 30 * 60_000).toISOString();
    expect((await list({ from, to })).map((each: any) => each.id)).toEqual([deliveryIdOf(middle)]);
  });

  test('are sent again from the beginning, but not while they are sent', async () => {
    const { id } = await create(ann);
    const stored = await deliveryTo(id);
    const over = { ...stored, begun: 10, progress: { state: 'delivered', endedAt: noon } as const };
    const after = (await api.outbox.deliveries.change(stored, over))!;
    const at = { id, deliveryId: deliveryIdOf(stored) };
    const { status, body } = await ann('retryWebhookDelivery', { at });
    expect([status, body.state]).toEqual([202, 'waiting']);
    const sortKey = deliverySortKey(stored.at, stored.eventId);
    expect(api.outbox.calls.at(-1)).toEqual({ endpointId: id, deliveries: [sortKey] });
    const waiting = (await api.outbox.deliveries.get({ endpointId: id, sortKey }))!;
    expect(waiting).toMatchObject({ begun: 0, revision: after.revision + 1 });
    await api.outbox.deliveries.change(waiting, beginAttempt(waiting, 'lease', noon)!);
    expect((await ann('retryWebhookDelivery', { at })).status).toBe(409);
    expect((await bob('retryWebhookDelivery', { at })).status).toBe(404);
    for (const deliveryId of ['x', `${noon}-${random.uuid()}`, `99999999999999999-${random.uuid()}`]) {
      expect((await ann('retryWebhookDelivery', { at: { id, deliveryId } })).status).toBe(404);
    }
  });
});

describe('a replay', () => {
  const span = { from: new Date(noon - 60_000).toISOString(), to: new Date(noon + 60_000).toISOString() };

  test('queues the events of a span that the endpoint is told of, also those that were delivered', async () => {
    const { id } = await create(ann, { events: ['api_key.*'] });
    const key = await must(
      ann('createApiKey', { body: { name: `replayed ${random.uuid()}`, expiresIn: '1d' } }),
    );
    await must(bob('createApiKey', { body: { name: `of bob ${random.uuid()}`, expiresIn: '1d' } }));
    const first = await ann('replayWebhook', { at: { id }, body: span });
    expect([first.status, first.body]).toEqual([202, { queued: 1 }]);
    const [call] = api.outbox.calls.slice(-1);
    expect(call).toMatchObject({ endpointId: id });
    const stored = (await api.outbox.deliveries.get({ endpointId: id, sortKey: call!.deliveries[0]! }))!;
    expect(JSON.parse(stored.body)).toMatchObject({ type: 'api_key.created', data: { apiKeyId: key.id } });
    await api.outbox.deliveries.change(stored, {
      ...stored,
      progress: { state: 'delivered', endedAt: noon },
    });
    expect((await ann('replayWebhook', { at: { id }, body: span })).body).toEqual({ queued: 1 });
    const none = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
    expect((await ann('replayWebhook', { at: { id }, body: none })).body).toEqual({ queued: 0 });
  });

  test('to a disabled endpoint is 409, as is sending one delivery again', async () => {
    const { id } = await create(ann);
    const stored = await deliveryTo(id);
    await must(ann('updateWebhook', { at: { id }, body: { status: 'disabled' } }));
    const retried = await ann('retryWebhookDelivery', { at: { id, deliveryId: deliveryIdOf(stored) } });
    const replayed = await ann('replayWebhook', { at: { id }, body: span });
    expect([retried, replayed].map(({ status }) => status)).toEqual([409, 409]);
  });

  test('that ends before it begins is 400; too often is 429; others’ is 404', async () => {
    const { id } = await create(ann);
    const backwards = { from: span.to, to: span.from };
    expect((await ann('replayWebhook', { at: { id }, body: backwards })).status).toBe(400);
    expect((await bob('replayWebhook', { at: { id }, body: span })).status).toBe(404);
    api.outbox.waitMs = 1;
    expect((await ann('replayWebhook', { at: { id }, body: span })).status).toBe(429);
    api.outbox.waitMs = 0;
  });
});

describe('a sender that cannot be called', () => {
  const lines = captureLogLines();

  test('is left to the clock: what was asked for is stored', async () => {
    const { id } = await create(ann, { events: ['api_key.*'] });
    const stored = await deliveryTo(id);
    await must(ann('createApiKey', { body: { name: `uncalled ${random.uuid()}`, expiresIn: '1d' } }));
    api.outbox.callFault = new Error('throttled');
    const retried = await ann('retryWebhookDelivery', { at: { id, deliveryId: deliveryIdOf(stored) } });
    const body = { from: new Date(noon - 60_000).toISOString(), to: new Date(noon).toISOString() };
    const replayed = await ann('replayWebhook', { at: { id }, body });
    api.outbox.callFault = null;
    expect([retried.status, replayed.status]).toEqual([202, 202]);
    expect(lines.filter((line) => line.includes(id))).toHaveLength(2);
  });
});
