import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { SendingRequest } from '../../lambdas/contract/sending.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { createTell } from '../../lambdas/functions/audit-exporter/tell.ts';
import type { DispatchDependencies } from '../../lambdas/functions/dispatcher/dispatch.ts';
import { createDueDeliveriesTask } from '../../lambdas/functions/clock/send-due.ts';
import { createEventOutbox } from '../../lambdas/store/event-outbox.ts';
import { createOwnerOf } from '../../lambdas/store/event-owners.ts';
import { listDue } from '../../lambdas/store/due-items.ts';
import { deliverySortKey } from '../../lambdas/store/outbox-keys.ts';
import { createSubscriptionReader } from '../../lambdas/store/subscriptions.ts';
import { eventOf } from '../domain/webhooks/endpoints.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { captureLogLines } from '../support/memory-log.ts';
import { noon, pacingBy } from '../support/memory-ports.ts';
import { Sending } from './sending.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/dispatcher/index.ts');

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

/** A dispatcher whose calls of the sender are kept. */
function dispatching(more: Partial<DispatchDependencies> = {}) {
  const sending = new Sending(engine, '');
  const calls: SendingRequest[] = [];
  const handler = makeHandler({
    subscriptions: createSubscriptionReader(engine.tables),
    ownerOf: createOwnerOf(engine.tables),
    deliveries: sending.deliveries,
    lines: sending.lines,
    callSender: async (request) => void calls.push(request),
    now: sending.clock.now,
    ...more,
  });
  const tell = (...events: AuditEvent[]) => handler({ Records: events.map((event) => insertionOf(event)) });
  return { sending, calls, tell };
}

function insertionOf(event: AuditEvent, sk = 'EVENT'): DynamoDBRecord {
  const image = marshall({ pk: `EVENT#${event.eventId}`, sk, event }) as any;
  return { eventName: 'INSERT', dynamodb: { Keys: { pk: image.pk, sk: image.sk }, NewImage: image } };
}

const created = (eventId: string, userId: string, keyId = 'key-1') =>
  eventOf({
    eventId,
    action: 'api_key.created',
    target: { type: 'api_key', id: keyId, name: 'CI' },
    changes: { userId: { from: null, to: userId } },
  });
const nameOf = ({ at, eventId }: AuditEvent) => deliverySortKey(at, eventId);

test('an event of a key goes to its owner’s endpoints, once, with a thin body, and is sent at once', async () => {
  const { sending, calls, tell } = dispatching();
  const mine = await sending.endpoint({ events: ['api_key.*'] });
  const another = await sending.endpoint({});
  const deaf = await sending.endpoint({ userId: mine.userId, events: ['api_key.deleted'] });
  const event = created('fan-out', mine.userId);
  await tell(event);
  await tell(event);
  const sortKey = nameOf(event);
  const call = { endpointId: mine.id, deliveries: [sortKey] };
  expect(calls).toEqual([call, call]);
  expect(await sending.deliveries.get({ endpointId: another.id, sortKey })).toBeNull();
  expect(await sending.deliveries.get({ endpointId: deaf.id, sortKey })).toBeNull();
  const stored = await sending.read(mine.id, sortKey);
  expect(stored).toMatchObject({ revision: 1, begun: 0, progress: { state: 'waiting', dueAt: noon } });
  expect(JSON.parse(stored.body)).toEqual({
    type: 'api_key.created',
    timestamp: event.at,
    data: {
      sequence: 7,
      userId: mine.userId,
      apiKeyId: 'key-1',
      name: 'CI',
      actor: { userId: 'admin@example.com', via: 'jwt' },
      changed: ['userId'],
    },
  });
});

test('an event that does not say whose key it is about goes by the record, and by the first event of a key that is gone', async () => {
  const { sending, tell } = dispatching();
  const { id, userId } = await sending.endpoint({});
  const put = async (Item: object) => {
    const { client, registry: TableName } = engine.tables;
    const { PutCommand } = await import('@aws-sdk/lib-dynamodb');
    await client.send(new PutCommand({ TableName, Item: { ...Item } }));
  };
  await put({ pk: 'KEY#living', sk: 'KEY', userId });
  await put({ pk: 'KEY#gone', sk: 'AUDIT#000000000001', event: created('first', userId, 'gone') });
  const about = (keyId: string) =>
    eventOf({ eventId: `about-${keyId}`, target: { type: 'api_key', id: keyId, name: 'CI' } });
  const events = ['living', 'gone', 'unknown'].map(about);
  await tell(...events);
  const told = await Promise.all(
    events.map(
      async (event) => (await sending.deliveries.get({ endpointId: id, sortKey: nameOf(event) })) !== null,
    ),
  );
  expect(told).toEqual([true, true, false]);
});

test('what happened to an earlier user of the same id is told nobody', async () => {
  const { sending, calls, tell } = dispatching();
  const { id, userId, ownerSince } = await sending.endpoint({});
  const event = created('earlier', userId);
  await tell({ ...event, at: new Date(ownerSince - 1).toISOString() });
  expect(calls.filter(({ endpointId }) => endpointId === id)).toEqual([]);
});

test('all events go to endpoints of the scope all, also those of nobody; never one of the endpoint itself', async () => {
  const { sending, tell } = dispatching();
  const { id } = await sending.endpoint({ scope: 'all' });
  const events = [
    eventOf({
      eventId: 'role',
      action: 'role.updated',
      target: { type: 'role', id: 'reader', name: 'reader' },
    }),
    created('somebody', 'somebody@example.com'),
    eventOf({
      eventId: 'self',
      action: 'webhook.disabled',
      target: { type: 'webhook', id, name: 'Deploys' },
    }),
  ];
  await tell(...events);
  const told = await Promise.all(
    events.map(
      async (event) => (await sending.deliveries.get({ endpointId: id, sortKey: nameOf(event) })) !== null,
    ),
  );
  expect(told).toEqual([true, true, false]);
});

test('an endpoint that fails is left to the clock', async () => {
  const { sending, calls, tell } = dispatching();
  const { id, userId } = await sending.endpoint({});
  const lease = { endpointId: id, leaseId: 'lease' };
  await sending.lines.take(lease, [], noon);
  await sending.lines.keep(lease, { failures: 2, failingSince: noon }, noon);
  const event = created('held-back', userId);
  await tell(event);
  expect(calls.filter(({ endpointId }) => endpointId === id)).toEqual([]);
  expect((await sending.read(id, nameOf(event))).progress).toEqual({
    state: 'waiting',
    dueAt: noon + 60_000,
  });
});

test('events that go to more endpoints than are read in one round trip are told all the same', async () => {
  const { sending, calls, tell } = dispatching();
  const endpoints = [];
  for (let made = 0; made < 51; made += 1) {
    const { id, userId } = await sending.endpoint({});
    endpoints.push({ id, userId }, { id: (await sending.endpoint({ userId })).id, userId });
  }
  const users = [...new Set(endpoints.map(({ userId }) => userId))];
  await tell(...users.map((userId, at) => created(`many-${at}`, userId)));
  const called = new Set(calls.map(({ endpointId }) => endpointId));
  expect(endpoints.filter(({ id }) => !called.has(id))).toEqual([]);
});

describe('a sender that cannot be called', () => {
  const lines = captureLogLines();

  test('is called by the clock, with what is due', async () => {
    const { sending, tell } = dispatching({
      callSender: async () => {
        throw new Error('throttled');
      },
    });
    const { id, userId } = await sending.endpoint({});
    const event = created('uncalled', userId);
    await tell(event);
    expect(lines.filter((line) => line.includes(id))).toHaveLength(1);
    const calls: SendingRequest[] = [];
    const turn = createDueDeliveriesTask({
      listDue: (shard, now) => listDue(engine.tables, shard, now),
      callSender: async (request) => void calls.push(request),
      clock: sending.clock,
    });
    await turn({ requestId: 'turn', deadlineMs: noon + 60_000 });
    expect(calls.filter(({ endpointId }) => endpointId === id)).toEqual([
      { endpointId: id, deliveries: [nameOf(event)] },
    ]);
  });
});

test('what is no new event is passed over', async () => {
  const { calls, sending } = dispatching();
  const handler = makeHandler({
    subscriptions: createSubscriptionReader(engine.tables),
    ownerOf: createOwnerOf(engine.tables),
    deliveries: sending.deliveries,
    lines: sending.lines,
    callSender: async (request) => void calls.push(request),
    now: sending.clock.now,
  });
  const Records = [
    { ...insertionOf(created('modified', 'a@example.com')), eventName: 'MODIFY' as const },
    insertionOf(created('delivery', 'a@example.com'), 'DELIVERY#1'),
  ];
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
  expect(calls).toEqual([]);
});

describe('the exporter', () => {
  const handedOver = async (hasAny: boolean, ...events: AuditEvent[]) => {
    const ids: string[] = [];
    const tell = createTell({
      subscriptions: { hasAny: async () => hasAny },
      handOver: async (those) => void ids.push(...those.map(({ eventId }) => eventId)),
      now: () => noon,
    });
    await tell(events);
    return ids;
  };
  const aged = (eventId: string, ms: number) => eventOf({ eventId, at: new Date(noon - ms).toISOString() });

  test('hands over what is a day old at most', async () => {
    const day = 86_400_000;
    expect(await handedOver(true, aged('new', 0), aged('day', day), aged('older', day + 1))).toEqual([
      'new',
      'day',
    ]);
  });

  test('writes nothing where there is no endpoint', async () => {
    expect(await handedOver(false, aged('new', 0))).toEqual([]);
  });

  test('asks for endpoints no more than once for a batch', async () => {
    let asked = 0;
    const tell = createTell({
      subscriptions: { hasAny: async () => (asked += 1) > 0 },
      handOver: createEventOutbox(engine.tables, pacingBy()),
      now: () => noon,
    });
    await tell([aged('one', 0), aged('two', 0)]);
    await tell([aged('history', 100_000_000)]);
    expect(asked).toBe(1);
  });
});
