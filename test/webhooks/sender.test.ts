import { Webhook } from 'standardwebhooks';
import { askAgain } from '../../lambdas/domain/webhooks/delivery-life.ts';
import { healthy } from '../../lambdas/domain/webhooks/endpoint-health.ts';
import { changeEndpoint } from '../../lambdas/domain/webhooks/endpoint-lifecycle.ts';
import { signingSecret } from '../../lambdas/domain/webhooks/signing-secret.ts';
import type { Send } from '../../lambdas/outbound/messenger.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { noon } from '../support/memory-ports.ts';
import { origin } from '../support/memory-records.ts';
import { answering, type Receiver, startReceiver } from './receiver.ts';
import { master, Sending } from './sending.ts';

let engine: Engine;
let receiver: Receiver;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

test('a delivery arrives once, signed, and is over then', async () => {
  const sending = new Sending(engine, receiver.ca);
  const { id, url } = await sending.endpoint({ url: receiver.url });
  const names = await sending.due(id, 3);
  await sending.run(id, names);
  await sending.run(id, names);
  expect(receiver.received).toHaveLength(3);
  expect(url).toContain('hooks.example.com');
  const verifier = new Webhook(signingSecret(master, { endpointId: id, version: 1 }));
  for (const { headers, body } of receiver.received) {
    const timestamp = String(Math.floor(noon / 1_000));
    expect(headers).toMatchObject({ 'webhook-timestamp': timestamp, 'content-type': 'application/json' });
    expect(headers.host).toBe(`hooks.example.com:${receiver.port}`);
    expect(signatureFault(verifier, body, headers)).toBeNull();
    expect(signatureFault(verifier, `${body} `, headers)).not.toBeNull();
  }
  for (const name of names) {
    expect(await sending.read(id, name)).toMatchObject({ begun: 1, progress: { state: 'delivered' } });
  }
});

/** The reference library compares with the time of the machine: what it says of the time is not asked. */
function signatureFault(verifier: Webhook, body: string, headers: object): string | null {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers as any;
  const [, given] = String(signature).split(',');
  const expected = verifier.sign(id, new Date(Number(timestamp) * 1_000), body).split(',')[1];
  return given === expected ? null : 'No matching signature found';
}

test('what fails at first is tried again after five seconds by the same sender, then by the schedule, ten times in all', async () => {
  receiver.behave(answering(500));
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const [name = ''] = await sending.due(id);
  await sending.run(id, [name]);
  expect(receiver.received).toHaveLength(2);
  const gaps: number[] = [];
  for (;;) {
    const { progress, attempts } = await sending.read(id, name);
    if (progress.state !== 'waiting') break;
    gaps.push(progress.dueAt - attempts.at(-1)!.endedAt);
    sending.clock.set(progress.dueAt - 1);
    await sending.run(id, [name]);
    sending.clock.set(progress.dueAt);
    await sending.run(id, [name]);
  }
  const planned = [5, 30, 120, 300, 600, 840, 1_200, 1_440].map((minutes) => minutes * minuteMs);
  expect(gaps).toHaveLength(planned.length);
  for (const [at, gap] of gaps.entries()) {
    expect(gap).toBeGreaterThanOrEqual(planned[at]! * 0.8);
    expect(gap).toBeLessThanOrEqual(planned[at]! * 1.2);
  }
  expect(receiver.received).toHaveLength(10);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect((await sending.read(id, name)).progress).toMatchObject({ state: 'dead', reason: 'attempts' });
});

test.each([
  ['429 and seconds', 429, '3600', hourMs],
  ['503 and a date', 503, new Date(noon + 3 * hourMs).toUTCString(), 3 * hourMs - 1_000],
  ['more than a day', 429, '9999999', dayMs],
])('%s: the receiver is left alone as long as it asks', async (_, status, retryAfter, waitMs) => {
  receiver.behave(answering(status, { 'Retry-After': retryAfter }));
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const [name = ''] = await sending.due(id);
  await sending.run(id, [name]);
  expect(receiver.received).toHaveLength(1);
  const { progress } = await sending.read(id, name);
  expect(progress).toMatchObject({ state: 'waiting' });
  expect(progress.state === 'waiting' && progress.dueAt - noon).toBeGreaterThanOrEqual(waitMs);
  expect(progress.state === 'waiting' && progress.dueAt - noon).toBeLessThanOrEqual(waitMs + 1_000);
});

test.each<[string, Parameters<Receiver['behave']>[0], object]>([
  ['a redirect', answering(302, { Location: 'https://127.0.0.1/' }), { kind: 'status', status: 302 }],
  ['a reset', (response) => response.destroy(), { kind: 'none', reason: 'connection' }],
  ['no answer', () => {}, { kind: 'none', reason: 'timeout' }],
  ['503', answering(503), { kind: 'status', status: 503 }],
])('%s is a failed attempt', async (_, behaviour, answer) => {
  receiver.behave(behaviour);
  const sending = new Sending(engine, receiver.ca, 400);
  const { id } = await sending.endpoint({ url: receiver.url });
  const [name = ''] = await sending.due(id);
  await sending.run(id, [name]);
  const { attempts, progress } = await sending.read(id, name);
  expect(attempts.map((attempt) => attempt.answer)).toMatchObject([answer, answer]);
  expect(progress.state).toBe('waiting');
  expect(receiver.received).toHaveLength(2);
});

test('a megabyte of answer is not read, and the status counts', async () => {
  receiver.behave((response) => {
    response.on('error', () => {});
    response.writeHead(200).end('x'.repeat(1_048_576));
  });
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const [name = ''] = await sending.due(id);
  await sending.run(id, [name]);
  expect((await sending.read(id, name)).progress.state).toBe('delivered');
});

test('410 ends the delivery and disables the endpoint, with an event; the other deliveries are dropped', async () => {
  receiver.behave(answering(410));
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const [first = ''] = await sending.due(id);
  await sending.run(id, [first]);
  expect((await sending.read(id, first)).progress).toMatchObject({ state: 'dead', reason: 'gone' });
  expect(await sending.webhooks.get(id)).toMatchObject({
    status: 'disabled',
    disabledReason: 'gone',
    version: 2,
  });
  const names = await sending.due(id, 12);
  await sending.run(id, names);
  expect(receiver.received).toHaveLength(1);
  for (const name of names) {
    expect((await sending.read(id, name)).progress).toMatchObject({
      state: 'dropped',
      reason: 'endpoint disabled',
    });
  }
});

test('a right that its owner has lost drops what waits; so does the end of the endpoint', async () => {
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url, scope: 'all' });
  const [name = ''] = await sending.due(id);
  await sending.run(id, [name]);
  expect((await sending.read(id, name)).progress).toMatchObject({ state: 'dropped', reason: 'right lost' });
  const [orphan = ''] = await sending.due('no-such-endpoint');
  await sending.run('no-such-endpoint', [orphan]);
  expect((await sending.read('no-such-endpoint', orphan)).progress).toMatchObject({
    reason: 'endpoint gone',
  });
  expect(receiver.received).toEqual([]);
});

test('ten at a time, and each once, whoever sends: two senders at once share one line', async () => {
  receiver.behave((response) => void setTimeout(() => response.writeHead(200).end(), 20));
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const names = await sending.due(id, 60);
  await Promise.all([
    sending.run(id, names.slice(0, 40)),
    sending.run(id, names.slice(20)),
    sending.run(id, names.toReversed()),
  ]);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(60);
  expect(new Set(ids).size).toBe(60);
  expect(receiver.mostAtOnce()).toBeLessThanOrEqual(10);
  expect(receiver.mostAtOnce()).toBeGreaterThan(1);
});

test('a dead endpoint costs few attempts: the others wait, and go when it takes one again', async () => {
  receiver.behave(answering(500));
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const names = await sending.due(id, 100);
  await sending.run(id, names);
  const attempts = receiver.received.length;
  expect(attempts).toBeLessThanOrEqual(20);
  sending.clock.pass(minuteMs);
  await sending.run(id, names);
  expect(receiver.received.length).toBeLessThanOrEqual(attempts + 2);
  receiver.behave(answering(200));
  sending.clock.pass(hourMs);
  await sending.run(id, names);
  const states = await Promise.all(names.map(async (name) => (await sending.read(id, name)).progress.state));
  expect(new Set(states)).toEqual(new Set(['delivered']));
});

test('after a day of failures the endpoint has an event of it, once; after five it is disabled', async () => {
  receiver.behave(answering(500));
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const failFor = async (ms: number) => {
    sending.clock.pass(ms);
    const names = await sending.due(id, 2);
    await sending.run(id, names);
    return await sending.webhooks.get(id);
  };
  expect(await failFor(0)).toMatchObject({ version: 1, chain: { sequence: 1 } });
  expect(await failFor(23 * hourMs)).toMatchObject({ chain: { sequence: 1 } });
  expect(await failFor(2 * hourMs)).toMatchObject({ version: 1, chain: { sequence: 2 }, status: 'active' });
  expect(await failFor(dayMs)).toMatchObject({ version: 1, chain: { sequence: 2 } });
  expect(await failFor(3 * dayMs)).toMatchObject({
    version: 2,
    chain: { sequence: 3 },
    disabledReason: 'failing',
  });
});

test('of a sender that ends in the midst of an attempt another goes on, once its lease is over', async () => {
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const names = await sending.due(id, 3);
  const killed = sending.run(id, names, { send: () => new Promise(() => {}) });
  while ((await sending.read(id, names[2]!)).progress.state !== 'sending') await sending.clock.sleep(0);
  await sending.run(id, names);
  expect(receiver.received).toEqual([]);
  sending.clock.pass(minuteMs);
  await sending.run(id, names);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  for (const name of names) {
    const { attempts, begun, progress } = await sending.read(id, name);
    expect(attempts.map(({ answer }) => answer)).toMatchObject([{ reason: 'lost' }, { status: 204 }]);
    expect([begun, progress.state]).toEqual([2, 'delivered']);
  }
  void killed;
});

test('a sender whose time is over leaves the rest as it is', async () => {
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const names = await sending.due(id, 30);
  receiver.behave((response) => {
    sending.clock.pass(1_000);
    response.writeHead(200).end();
  });
  await sending.run(id, names, {}, noon + 5_000);
  expect(receiver.received.length).toBeLessThanOrEqual(14);
  await sending.run(id, names);
  expect(receiver.received).toHaveLength(30);
});

test('an endpoint that was mended, and takes what it is sent, is held back no more', async () => {
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url, updatedAt: noon });
  const lease = { endpointId: id, leaseId: 'before it was mended' };
  await sending.lines.take(lease, [], noon);
  await sending.lines.keep(lease, { failures: 7, failingSince: noon - dayMs }, noon);
  await sending.lines.free(lease);
  await sending.run(id, await sending.due(id, 3));
  expect(receiver.received).toHaveLength(3);
  expect((await sending.lines.health([id])).get(id)).toEqual(healthy);
});

test.each([
  ['gone', 410, 0],
  ['failing', 500, 5 * dayMs],
])(
  'an endpoint that leads elsewhere since is not disabled as %s for what the former address answers',
  async (_, status, failedForMs) => {
    const sending = new Sending(engine, receiver.ca);
    const { id } = await sending.endpoint({ url: receiver.url });
    const lease = { endpointId: id, leaseId: 'before' };
    await sending.lines.take(lease, [], noon);
    await sending.lines.keep(lease, { failures: 1, failingSince: noon - failedForMs }, noon);
    await sending.lines.free(lease);
    const [name = ''] = await sending.due(id);
    await sending.run(id, [name], {
      send: async () => {
        const before = (await sending.webhooks.get(id))!;
        const url = `https://${before.version}.example.com/`;
        const moment = { now: sending.clock.now(), eventId: sending.random.uuid() };
        await sending.webhooks.update(before, changeEndpoint(before, { url }, origin, moment)!);
        return { kind: 'status', status, retryAfter: null };
      },
    });
    expect(await sending.webhooks.get(id)).toMatchObject({ status: 'active', disabledReason: null });
  },
);

test('a delivery that is asked for again while its sender is at the next is sent again by it', async () => {
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  const names = await sending.due(id, 2);
  let isAsked = false;
  receiver.behave((response) => {
    void (async () => {
      const first = await sending.read(id, names[0]!);
      if (!isAsked && first.progress.state === 'delivered') {
        isAsked = true;
        await sending.deliveries.change(first, askAgain(first, sending.clock.now())!);
        await sending.run(id, [names[0]!]);
      }
      response.writeHead(204).end();
    })();
  });
  const send: Send = async (endpoint, message) => {
    while (
      message.id === names[1]!.split('#')[2] &&
      (await sending.read(id, names[0]!)).attempts.length === 0
    )
      await sending.clock.sleep(0);
    return await sending.send(endpoint, message);
  };
  await sending.run(id, names, { send });
  expect(isAsked).toBe(true);
  expect(receiver.received).toHaveLength(3);
});

test('a sender whose clock is behind sends what is due by the clock of others', async () => {
  const sending = new Sending(engine, receiver.ca);
  const { id } = await sending.endpoint({ url: receiver.url });
  sending.clock.set(noon + 200);
  const names = await sending.due(id, 3);
  sending.clock.set(noon);
  await sending.run(id, names);
  expect(receiver.received).toHaveLength(3);
});
