import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { dueShardsOfEach } from '../../lambdas/contract/outbox-items.ts';
import type { SendingRequest } from '../../lambdas/contract/sending.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { createTell } from '../../lambdas/functions/audit-exporter/tell.ts';
import { createDueDeliveriesTask } from '../../lambdas/functions/clock/send-due.ts';
import { listDue } from '../../lambdas/store/due-items.ts';
import { createEventOutbox } from '../../lambdas/store/event-outbox.ts';
import { createOwnerOf } from '../../lambdas/store/event-owners.ts';
import { createSubscriptionReader } from '../../lambdas/store/subscriptions.ts';
import { turnReads, units } from '../../scripts/bill/webhooks.ts';
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

/** Events of a key of somebody, which do not say whose it is. */
async function pauses(userId: string, at: number): Promise<AuditEvent[]> {
  const api = await deploy(engine);
  const { body } = await api.admin('createApiKey', { body: { name: 'Nightly import', userId } });
  for (const operation of ['pauseApiKey', 'resumeApiKey'] as const)
    expect((await api.admin(operation, { at: { id: body.id } })).status).toBe(200);
  const events = Object.values(await engine.contents()).map(({ event }) => event as AuditEvent | undefined);
  return events
    .filter((event) => event?.target.id === body.id && event?.sequence !== 1)
    .map((event) => ({ ...event!, at: new Date(at).toISOString() }));
}

test('what a delivery takes of DynamoDB is what the bill says', async () => {
  const sending = new Sending(engine, '');
  const { id, userId } = await sending.endpoint({ events: ['api_key.*'] });
  const [first, second] = await pauses(userId, sending.clock.now());
  const { tables } = engine;
  const subscriptions = createSubscriptionReader(tables);
  const handOver = createEventOutbox(tables, sending);
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
  const fanOut = async (event: AuditEvent) => {
    const { pk, sk, ...image } = marshall({ pk: `EVENT#${event.eventId}`, sk: 'EVENT', event });
    const dynamodb = { Keys: { pk, sk }, NewImage: { pk, sk, ...image } };
    await dispatch({ Records: [{ eventName: 'INSERT', dynamodb } as DynamoDBRecord] });
  };
  const send = (status: number) => () =>
    sending.run(
      id,
      calls.at(-1)!.deliveries,
      { send: async () => ({ kind: 'status', status, retryAfter: null }) },
      sending.clock.now() + 4_000,
    );

  const { handOver: handed, dispatch: fanned, delivery, call, attempt, failure, recovery } = units;
  expect(await unitsOf(() => tell([first!]))).toEqual(handed);
  const dispatched = {
    reads: fanned.perBatch + fanned.perEvent + fanned.perWebhook,
    writes: delivery.writes,
  };
  expect(await unitsOf(() => fanOut(first!))).toEqual(dispatched);
  const taken = { reads: attempt.reads, writes: call.writes + attempt.writes };
  expect(await unitsOf(send(204))).toEqual(taken);

  await fanOut(second!);
  // The deadline is nearer than the second attempt: the clock calls the sender for that.
  const failed = { ...taken, writes: taken.writes + failure.writes };
  expect(await unitsOf(send(500))).toEqual(failed);
  sending.clock.pass(6_000);
  const clock = createDueDeliveriesTask({
    listDue: (shard, until) => listDue(tables, shard, until),
    callSender,
    clock: sending.clock,
  });
  const turn = { requestId: 'turn', deadlineMs: Number.MAX_SAFE_INTEGER };
  expect(await unitsOf(() => clock(turn))).toEqual({ reads: dueShardsOfEach / 2, writes: 0 });
  expect(await unitsOf(send(204))).toEqual({ ...taken, writes: taken.writes + recovery.writes });
  expect(calls).toHaveLength(3);
  // As many for notices, and one for the search for keys that none were planned for.
  expect(turnReads).toBe(dueShardsOfEach + 1);
});
