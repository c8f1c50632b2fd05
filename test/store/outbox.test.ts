import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDeliveryStore } from '../../lambdas/store/deliveries.ts';
import type { DeliveryOfMessage } from '../../lambdas/store/delivery-item.ts';
import {
  createDeliveryLister,
  deliveryPosition,
  isDeliveryPosition,
} from '../../lambdas/store/delivery-listing.ts';
import { createAdmission } from '../../lambdas/store/endpoint-allowance.ts';
import { createLineStore } from '../../lambdas/store/endpoint-lines.ts';
import { createEventOutbox } from '../../lambdas/store/event-outbox.ts';
import { dueShards } from '../../lambdas/contract/outbox-items.ts';
import { dueShardsOf, listDue } from '../../lambdas/store/due-items.ts';
import { deliverySortKey, endpointIdIn } from '../../lambdas/store/outbox-keys.ts';
import { newDelivery } from '../../lambdas/domain/webhooks/delivery.ts';
import { beginAttempt, endAttempt } from '../../lambdas/domain/webhooks/delivery-life.ts';
import { healthy } from '../../lambdas/domain/webhooks/endpoint-health.ts';
import { eventOf } from '../domain/webhooks/endpoints.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { beside, playRounds } from '../support/engine-races.ts';
import { clockAt, noon, pacingBy, predictableRandom } from '../support/memory-ports.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const at = new Date(noon).toISOString();
const random = predictableRandom();
const messageTo = (endpointId: string, eventId = random.uuid()): DeliveryOfMessage => ({
  ...newDelivery({ eventId, endpointId }, noon, false),
  type: 'api_key.created',
  at,
  body: '{"type":"api_key.created"}',
});
const nameOf = ({ endpointId, eventId }: DeliveryOfMessage) => ({
  endpointId,
  sortKey: deliverySortKey(at, eventId),
});
const taken = { kind: 'status', status: 204, retryAfter: null } as const;

async function dueAt(endpointId: string, now: number): Promise<string[]> {
  const found: string[] = [];
  for (const shard of dueShardsOf(dueShards.deliveries)) {
    for await (const page of listDue(engine.tables, shard, now)) {
      found.push(...page.filter((key) => endpointIdIn(key) === endpointId).map(({ sk }) => sk));
    }
  }
  return found;
}

describe('events', () => {
  test('are handed over once, however often that is done', async () => {
    const handOver = createEventOutbox(engine.tables, pacingBy());
    const events = Array.from({ length: 60 }, (_, index) => eventOf({ eventId: `once-${index}` }));
    await handOver(events, noon);
    await handOver(events.slice(0, 30), noon + 5_000);
    const { Items = [] } = await engine.tables.client.send(
      new ScanCommand({ TableName: engine.tables.outbox }),
    );
    const stored = Items.filter(({ pk }) => String(pk).startsWith('EVENT#once-'));
    expect(stored).toHaveLength(events.length);
    expect(new Set(stored.map(({ event }) => event.eventId))).toEqual(
      new Set(events.map(({ eventId }) => eventId)),
    );
    expect(Math.min(...stored.map(({ ttl }) => ttl))).toBe(Math.ceil(noon / 1_000 + 2 * 86_400));
  });

  test('that DynamoDB leaves out, since it is short of capacity, are handed over again', async () => {
    const { client, outbox } = engine.tables;
    const third = {
      send: async ({ input: { RequestItems } }: BatchWriteCommand) => {
        const asked = RequestItems?.[outbox] ?? [];
        const most = Math.ceil(asked.length / 3);
        await client.send(new BatchWriteCommand({ RequestItems: { [outbox]: asked.slice(0, most) } }));
        return asked.length === most ? {} : { UnprocessedItems: { [outbox]: asked.slice(most) } };
      },
    };
    const events = Array.from({ length: 30 }, (_, index) => eventOf({ eventId: `left-out-${index}` }));
    await createEventOutbox({ client: third as any, outbox }, pacingBy())(events, noon);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: outbox }));
    expect(Items.filter(({ pk }) => String(pk).startsWith('EVENT#left-out-'))).toHaveLength(events.length);
  });
});

describe('deliveries', () => {
  const store = () => createDeliveryStore(engine.tables, pacingBy(clockAt(noon)));

  test('are added once, whatever came of them meanwhile', async () => {
    const message = messageTo('added');
    expect(await store().add(message)).toBe(true);
    const stored = await store().get(nameOf(message));
    expect(stored).toEqual({ ...message, revision: 1 });
    const names = ['DELIVERY#unknown', nameOf(message).sortKey, nameOf(message).sortKey];
    expect(await store().getAll('added', names)).toEqual([stored, stored]);
    const begun = beginAttempt(stored!, 'lease', noon)!;
    expect(await store().change(stored!, begun)).toEqual({ ...stored, ...begun, revision: 2 });
    expect(await store().add(message)).toBe(false);
    expect((await store().get(nameOf(message)))?.progress.state).toBe('sending');
  });

  test('are due as long as they go on, and no longer', async () => {
    const message = messageTo('due');
    const { sortKey } = nameOf(message);
    await store().add(message);
    expect(await dueAt('due', noon - 1)).toEqual([]);
    expect(await dueAt('due', noon)).toEqual([sortKey]);
    const stored = (await store().get(nameOf(message)))!;
    const sending = (await store().change(stored, beginAttempt(stored, 'lease', noon)!))!;
    expect(await dueAt('due', noon + 59_999)).toEqual([]);
    expect(await dueAt('due', noon + 60_000)).toEqual([sortKey]);
    await store().change(sending, endAttempt(sending, 'lease', taken, noon + 1, random)!);
    expect(await dueAt('due', noon + 86_400_000)).toEqual([]);
    expect((await store().get(nameOf(message)))?.progress).toEqual({ state: 'delivered', endedAt: noon + 1 });
  });

  test('come in the order in which they are due', async () => {
    const messages = Array.from({ length: 12 }, (_, index) => ({
      ...messageTo('ordered'),
      progress: { state: 'waiting', dueAt: noon + ((index * 7) % 12) } as const,
    }));
    for (const message of messages) await store().add(message);
    const inOrder = messages.toSorted((left, right) => left.progress.dueAt - right.progress.dueAt);
    expect(await dueAt('ordered', noon + 20)).toEqual(inOrder.map((each) => nameOf(each).sortKey));
  });

  test('of two senders that begin at once one does', async () => {
    const outcomes = await playRounds(60, async (round) => {
      const message = messageTo(`raced-${round % 5}`);
      await store().add(message);
      const begin = (leaseId: string) => async () => {
        const stored = (await store().get(nameOf(message)))!;
        const begun = beginAttempt(stored, leaseId, noon);
        return begun === null ? null : await store().change(stored, begun);
      };
      const both = await beside(round, begin('left'), begin('right'));
      const stored = (await store().get(nameOf(message)))!;
      return { winners: both.filter((each) => each !== null), stored };
    });
    for (const { winners, stored } of outcomes) {
      expect(winners).toEqual([stored]);
      expect(stored.begun).toBe(1);
    }
  });

  test('a delivery that is 30 days old is gone', async () => {
    const message = messageTo('old');
    await store().add(message);
    const later = createDeliveryStore(engine.tables, pacingBy(clockAt(noon + 30 * 86_400_000 + 1_000)));
    expect(await later.get(nameOf(message))).toBeNull();
    // DynamoDB removes it when it comes to that.
    expect(await later.add(message)).toBe(true);
  });
});

describe('the line of an endpoint', () => {
  const lines = () => createLineStore(engine.tables, pacingBy());
  const lease = (endpointId: string, leaseId: string) => ({ endpointId, leaseId });

  test('is held by one, who is told of what the others were to send, each once', async () => {
    const [first, second] = [lease('line', 'first'), lease('line', 'second')];
    expect(await lines().take(first, ['a'], noon)).toEqual({ kind: 'taken', health: healthy });
    expect(await lines().take(second, ['c', 'b'], noon + 1)).toEqual({ kind: 'left' });
    expect(await lines().take(lease('line', 'third'), ['b'], noon + 2)).toEqual({ kind: 'left' });
    expect(await lines().takeLeftOrFree(first)).toEqual(['b', 'c']);
    expect(await lines().takeLeftOrFree(first)).toBeNull();
    expect(await lines().take(second, ['d'], noon + 3)).toMatchObject({ kind: 'taken' });
  });

  test('tells how the endpoint has answered, until it is told otherwise', async () => {
    const [mine, next] = [lease('health', 'mine'), lease('health', 'next')];
    await lines().take(mine, [], noon);
    const failing = { failures: 3, failingSince: noon - 5 };
    expect(await lines().keep(mine, failing, noon)).toBe(true);
    await lines().free(mine);
    expect(await lines().take(next, [], noon)).toEqual({ kind: 'taken', health: failing });
    expect(await lines().health(['health', 'unknown'])).toEqual(
      new Map([
        ['health', failing],
        ['unknown', healthy],
      ]),
    );
  });

  test('is free when its lease has ended, and the former holder learns of it', async () => {
    const [lost, heir] = [lease('lost', 'lost'), lease('lost', 'heir')];
    await lines().take(lost, [], noon);
    expect(await lines().keep(lost, healthy, noon + 30_000)).toBe(true);
    expect(await lines().take(heir, ['x'], noon + 60_000)).toEqual({ kind: 'left' });
    expect(await lines().take(heir, ['x'], noon + 90_000)).toMatchObject({ kind: 'taken' });
    expect(await lines().keep(lost, healthy, noon + 90_001)).toBe(false);
    expect(await lines().takeLeftOrFree(lost)).toBeNull();
    expect(await lines().takeLeftOrFree(heir)).toEqual(['x']);
    await lines().free(lost);
    expect(await lines().keep(heir, healthy, noon + 90_002)).toBe(true);
  });

  test('is held by whoever takes it again, since an answer was lost', async () => {
    const mine = lease('again', 'mine');
    await lines().take(mine, ['a'], noon);
    expect(await lines().take(mine, ['a'], noon + 1)).toMatchObject({ kind: 'taken' });
    expect(await lines().takeLeftOrFree(mine)).toBeNull();
  });

  test('takes no more than an item can hold', async () => {
    const holder = lease('full', 'holder');
    const many = Array.from({ length: 1_000 }, () => deliverySortKey(at, random.uuid()));
    await lines().take(holder, [], noon);
    expect(await lines().take(lease('full', 'other'), many, noon)).toEqual({ kind: 'left' });
    expect(await lines().take(lease('full', 'other'), ['more'], noon)).toEqual({ kind: 'left' });
    expect(await lines().takeLeftOrFree(holder)).toEqual(many.toSorted());
  });

  test('of two that take it at once one holds it, and what the other has to send is left to it or comes after it', async () => {
    const outcomes = await playRounds(60, async (round) => {
      const endpointId = `line-${round}`;
      const work = (leaseId: string) => async () => {
        const mine = lease(endpointId, leaseId);
        const { kind } = await lines().take(mine, [leaseId], noon);
        if (kind === 'left') return [];
        const sent = [leaseId];
        for (;;) {
          const left = await lines().takeLeftOrFree(mine);
          if (left === null) return sent;
          sent.push(...left);
        }
      };
      return (await beside(round, work('left'), work('right'))).flat().toSorted();
    });
    for (const sent of outcomes) expect(sent).toEqual(['left', 'right']);
  });
});

describe('lists of deliveries', () => {
  const day = 86_400_000;

  test('have those of a span, newest event first, and go on behind a position', async () => {
    const store = createDeliveryStore(engine.tables, pacingBy(clockAt(noon)));
    const messages = Array.from({ length: 130 }, (_, index) => ({
      ...messageTo('listed'),
      at: new Date(noon - index * 60_000).toISOString(),
    }));
    for (const message of messages) await store.add(message);
    const read = async (range: { from: number; to: number; after: string | null }) => {
      const found: string[] = [];
      const parts = createDeliveryLister(engine.tables, () => noon)({ endpointId: 'listed', ...range });
      for await (const { items } of parts) found.push(...items.map(({ eventId }) => eventId));
      return found;
    };
    const ids = messages.map(({ eventId }) => eventId);
    expect(await read({ from: 0, to: noon + day, after: null })).toEqual(ids);
    const span = { from: noon - 20 * 60_000, to: noon - 10 * 60_000 };
    expect(await read({ ...span, after: null })).toEqual(ids.slice(10, 21));
    const after = deliveryPosition(messages[14]!);
    expect(isDeliveryPosition(after)).toBe(true);
    expect(await read({ ...span, after })).toEqual(ids.slice(15, 21));
    expect(await read({ from: noon + 1, to: noon, after: null })).toEqual([]);
    expect(await read({ ...span, after: deliveryPosition(messages[100]!) })).toEqual([]);
  });
});

describe('what is asked of an endpoint', () => {
  test('is counted by the minute, six tests and one replay, whoever asks at once', async () => {
    const clock = clockAt(noon);
    const admit = createAdmission(engine.tables, pacingBy(clock));
    const waits = await Promise.all(Array.from({ length: 9 }, () => admit('asked', 'tests')));
    expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(6);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
    expect(await admit('asked', 'replays')).toBe(0);
    clock.set(noon + 30_000);
    expect(await admit('asked', 'replays')).toBeGreaterThan(20_000);
    clock.set(noon + 120_000);
    expect([await admit('asked', 'replays'), await admit('asked', 'tests')]).toEqual([0, 0]);
  });

  test('leaves its line as it is', async () => {
    const lines = createLineStore(engine.tables, pacingBy());
    const mine = { endpointId: 'asked-line', leaseId: 'mine' };
    await lines.take(mine, [], noon);
    await createAdmission(engine.tables, pacingBy())('asked-line', 'tests');
    expect(await lines.keep(mine, healthy, noon)).toBe(true);
  });
});
