import { marshall } from '@aws-sdk/util-dynamodb';
import type { SendingRequest } from '../../lambdas/contract/sending.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import type { Answer } from '../../lambdas/domain/webhooks/answer.ts';
import { createTell } from '../../lambdas/functions/audit-exporter/tell.ts';
import { createDueDeliveriesTask } from '../../lambdas/functions/clock/send-due.ts';
import { listDue } from '../../lambdas/store/due-items.ts';
import { createEventOutbox } from '../../lambdas/store/event-outbox.ts';
import { createOwnerOf } from '../../lambdas/store/event-owners.ts';
import { createSubscriptionReader } from '../../lambdas/store/subscriptions.ts';
import { clockTurn, perDelivery } from '../../scripts/bill/webhooks.ts';
import { deploy } from '../support/engine-deployment.ts';
import { answering } from '../support/engine-faults.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { Sending } from '../webhooks/sending.ts';

setEnvironment();
const { makeHandler: makeDispatcher } = await import('../../lambdas/functions/dispatcher/index.ts');

let engine: Engine;
const spent = { reads: 0, writes: 0 };

/** What was spent by some work, in units as the engine states them. */
async function unitsOf(work: () => Promise<unknown>) {
  Object.assign(spent, { reads: 0, writes: 0 });
  await work();
  return { ...spent };
}

beforeAll(async () => {
  engine = await startEngine();
  const tables = answering(engine.tables, async (command, proceed) => {
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
    const answer = (await proceed()) as { ConsumedCapacity?: object };
    const isRead = /Get|Query/.test(command.constructor.name);
    for (const each of [answer.ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[]) {
      spent[isRead ? 'reads' : 'writes'] += each.CapacityUnits ?? Number.NaN;
    }
    return answer;
  });
  engine = { ...engine, tables };
});
afterAll(() => engine.stop());

/** The first event of a key of somebody, the longest that a key has. */
async function creation(userId: string): Promise<AuditEvent> {
  const api = await deploy(engine);
  const scopes = Object.keys((await api.admin('listScopes')).body).slice(0, 3);
  const fields = { name: 'Nightly import', userId, expiresIn: '90d' };
  const { status, body } = await api.admin('createApiKey', { body: fields });
  expect([status, scopes.length > 0]).toEqual([201, true]);
  const found = Object.values(await engine.contents()).find(
    ({ event }) => (event as AuditEvent | undefined)?.target.id === body.id,
  );
  return found?.['event'] as AuditEvent;
}

test('what a delivery takes of DynamoDB is what the bill says', async () => {
  const sending = new Sending(engine, '');
  const { id, userId } = await sending.endpoint({ events: ['api_key.*'] });
  const event = { ...(await creation(userId)), at: new Date(sending.clock.now()).toISOString() };
  const { tables } = engine;
  const subscriptions = createSubscriptionReader(tables);
  const handOver = createEventOutbox(tables);
  const tell = createTell({
    subscriptions: { hasAny: async () => (await subscriptions.hasAny()) || true },
    handOver,
    now: sending.clock.now,
  });
  const calls: SendingRequest[] = [];
  const callSender = async (request: SendingRequest) => void calls.push(request);
  const dispatch = makeDispatcher({
    subscriptions,
    ownerOf: createOwnerOf(tables),
    deliveries: sending.deliveries,
    lines: sending.lines,
    callSender,
    now: sending.clock.now,
  });
  const image = marshall({ pk: `EVENT#${event.eventId}`, sk: 'EVENT', event }) as any;
  const record = {
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: image.pk, sk: image.sk }, NewImage: image },
  } as const;
  const send = (answer: Answer) => () =>
    sending.run(id, calls.at(-1)!.deliveries, { send: async () => answer }, sending.clock.now() + 4_000);
  const failed: Answer = { kind: 'status', status: 500, retryAfter: null };
  const taken: Answer = { kind: 'status', status: 204, retryAfter: null };

  const handedOver = await unitsOf(() => tell([event]));
  const dispatched = await unitsOf(() => dispatch({ Records: [record] }));
  // The deadline is nearer than the second attempt: the clock calls the sender for that.
  const failure = await unitsOf(send(failed));
  sending.clock.pass(6_000);
  const clock = createDueDeliveriesTask({
    listDue: (shard, until) => listDue(tables, shard, until),
    callSender,
    clock: sending.clock,
  });
  const turn = await unitsOf(() => clock({ requestId: 'turn', deadlineMs: Number.MAX_SAFE_INTEGER }));
  const success = await unitsOf(send(taken));
  expect(calls).toHaveLength(2);
  expect({ handedOver, dispatched, failure, turn, success }).toEqual({});
});
