import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook } from '../../clients/typescript/src/index.ts';
import { type AuditEvent, auditActions } from '../../lambdas/domain/audit/audit.ts';
import type { Received, Receiver } from '../webhooks/receiver.ts';
import { ApiClient } from './api-client.ts';
import { chainFaults, settledEvents } from './audit-log.ts';
import { DynamoDbProxy } from './dynamodb-proxy.ts';
import { LatchkeyProcess, webhookArgs as args } from './latchkey-process.ts';
import { deliveriesOf } from './outbox.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken } from './sign-in.ts';
import { beginWhatTimeBrings, changeEverything, must } from './webhook-changes.ts';
import { eventIdOf, eventually, type Made, newWebhook, trustedReceiver } from './webhook-receivers.ts';

let dynamodb: DynamoDbProxy;
let server: LatchkeyProcess;
let admin: ApiClient;
/** Where the webhook for everything leads. */
let ear: Receiver;
let all: Made;
/** Its former secret, until when it signs too. */
let former: { readonly secret: string; readonly endsAt: number };
const receivers: Receiver[] = [];
const secrets: string[] = [];

beforeAll(async () => {
  dynamodb = await DynamoDbProxy.start();
  server = await LatchkeyProcess.start({ args, env: { DYNAMODB_ENDPOINT: dynamodb.url } });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  ear = await receiver();
  all = await makeWebhook(admin, ear.url, { scope: 'all', legacySignature: true });
  await beginWhatTimeBrings(admin);
  await must(() => admin.post('/roles', { name: 'reader', scopes: ['database:read'] }));
}, 300_000);
afterAll(async () => {
  await server.stop();
  for (const each of receivers) await each.stop();
  const places = findPlaintext(server, secrets);
  server.removeData();
  await dynamodb.stop();
  expect([secrets.length > 0, places]).toEqual([true, []]);
});

async function receiver(): Promise<Receiver> {
  const made = await trustedReceiver(server);
  receivers.push(made);
  return made;
}

async function makeWebhook(api: ApiClient, url: string, fields: object = {}): Promise<Made> {
  const made = (await must(() => api.post('/webhooks', newWebhook(url, fields)))) as Made;
  secrets.push(made.secret);
  return made;
}

/** A user with a role, and their calls. */
async function person(name: string): Promise<{ readonly userId: string; readonly api: ApiClient }> {
  const userId = `${name}@example.com`;
  await must(() => admin.post('/users', { userId, roles: ['reader'] }));
  return { userId, api: admin.as(await accessToken(server, userId)) };
}

/** Makes a change, and resolves with the message that tells of it. */
async function told(): Promise<Received> {
  const { id } = await must(() => admin.post('/api-keys', { name: `key ${crypto.randomUUID()}` }));
  return await eventually(() => ear.received.find(({ body }) => body.includes(id)), 'a key is told of');
}

function verifies({ headers, body }: Received, { secret }: Pick<Made, 'secret'>): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
const attemptedAt = ({ headers }: Received) => Number(headers['webhook-timestamp']) * 1_000;
const legacyBy = ({ secret }: Pick<Made, 'secret'>, { body }: Received) =>
  createHmac('sha256', secret).update(body).digest('hex');

test('across a rotation the former secret and the new one verify, and then the new one alone', async () => {
  const before = await told();
  expect(verifies(before, all)).toBe(true);
  expect(before.headers['x-webhook-signature']).toBe(legacyBy(all, before));

  const body = await must(() => admin.post(`/webhooks/${all.id}/rotate-secret`, { gracePeriod: '30s' }));
  former = { secret: all.secret, endsAt: Date.parse(body.rotationEndsAt) };
  all = body as Made;
  secrets.push(all.secret);
  const during = await told();
  expect([verifies(during, former), verifies(during, all)]).toEqual([true, true]);
  expect(during.headers['x-webhook-signature']).toBe(legacyBy(former, during));

  await sleep(Math.max(0, former.endsAt - Date.now()) + 100);
  const after = await told();
  expect([verifies(after, former), verifies(after, all)]).toEqual([false, true]);
  expect(after.headers['x-webhook-signature']).toBe(legacyBy(all, after));
}, 300_000);

test('a changed byte, an old timestamp and the secret of another webhook do not verify', async () => {
  const message = await told();
  expect(verifies(message, all)).toBe(true);
  expect((await verifyWebhook(message.headers, message.body, all.secret)).id).toBe(eventIdOf(message));
  const other = await makeWebhook(admin, (await receiver()).url, { events: ['api_key.purged'] });
  expect(verifies(message, other)).toBe(false);
  await expect(verifyWebhook(message.headers, message.body, other.secret)).rejects.toThrow('signature');

  const bytes = Buffer.from(message.body);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(verifies({ ...message, body: changed.toString('latin1') }, all)).toBe(false);
  }
  for (const changed of [
    { 'webhook-id': crypto.randomUUID() },
    { 'webhook-timestamp': String(attemptedAt(message) / 1_000 - 1) },
  ]) {
    expect(verifies({ ...message, headers: { ...message.headers, ...changed } }, all)).toBe(false);
  }
  // The reference library knows no clock but the machine's.
  const { now } = Date;
  Date.now = () => attemptedAt(message) + 302_000;
  const isOld = !verifies(message, all);
  Date.now = now;
  expect(isOld).toBe(true);
}, 60_000);

test('a webhook for what is its own hears of its owner alone', async () => {
  const [ann, bob] = [await person('ann'), await person('bob')];
  const [annsEar, bobsEar] = [await receiver(), await receiver()];
  const [anns, bobs] = [await makeWebhook(ann.api, annsEar.url), await makeWebhook(bob.api, bobsEar.url)];
  const keys = new Map<string, string[]>();
  for (const [{ userId, api }, by] of [
    [ann, admin],
    [bob, admin],
    [ann, ann.api],
    [bob, bob.api],
  ] as const) {
    const { id } = await must(() => by.post('/api-keys', { name: crypto.randomUUID(), userId }));
    await must(() => api.post(`/api-keys/${id}/pause`));
    keys.set(userId, [...(keys.get(userId) ?? []), id]);
  }
  await must(() => admin.patch('/users/bob@example.com', { displayName: 'Bob' }));

  const events = await settledEvents(server, admin);
  for (const { userId, webhook, hears } of [
    { userId: ann.userId, webhook: anns, hears: annsEar },
    { userId: bob.userId, webhook: bobs, hears: bobsEar },
  ]) {
    const ids = keys.get(userId) ?? [];
    const theirs = events.filter(({ target }) => ids.includes(target.id)).map(({ eventId }) => eventId);
    expect(theirs).toHaveLength(4);
    await eventually(() => theirs.every((id) => has(hears, id)) || undefined, 'each hears of theirs');
    // The events are told one and all before it is looked at what else was to be told.
    await eventually(() => events.every(isToldToAll) || undefined, 'all are told');
    const { items } = await admin.list(`/webhooks/${webhook.id}/deliveries`);
    expect(items).toHaveLength(theirs.length);
    expect(new Set(items.map(({ eventId }) => eventId))).toEqual(new Set(theirs));
    expect(hears.received.filter((each) => !verifies(each, webhook))).toEqual([]);
    expect(new Set(hears.received.map(({ body }) => JSON.parse(body).data.userId))).toEqual(
      new Set([userId]),
    );
    expect(hears.received.some((each) => verifies(each, all))).toBe(false);
  }
}, 300_000);

test('what waits for somebody who is disabled is dropped, and they hear again once they are back', async () => {
  const { userId, api } = await person('dora');
  const hears = await receiver();
  const webhook = await makeWebhook(api, hears.url);
  const { id } = await must(() => admin.post('/api-keys', { name: 'of Dora', userId }));
  await eventually(() => hears.received[0], 'Dora hears');
  await must(() => admin.patch(`/users/${userId}`, { status: 'disabled' }));
  await must(() => admin.post(`/api-keys/${id}/pause`));
  const [dropped] = await eventually(async () => {
    const { items } = await admin.list(`/webhooks/${webhook.id}/deliveries?state=dropped`);
    return items.length > 0 ? items : undefined;
  }, 'it is dropped');
  expect(dropped).toMatchObject({ type: 'api_key.paused', reason: 'right lost', attempts: [] });
  await must(() => admin.patch(`/users/${userId}`, { status: 'active' }));
  await must(() => admin.post(`/api-keys/${id}/resume`));
  const last = await eventually(() => hears.received[1], 'Dora hears again');
  expect(JSON.parse(last.body).type).toBe('api_key.resumed');
}, 300_000);

test('the second attempt to tell somebody who is deleted meanwhile is dropped, and their webhook is gone', async () => {
  const { userId, api } = await person('carl');
  const hears = await receiver();
  const held: (() => void)[] = [];
  hears.behave((response) => held.push(() => response.writeHead(503).end()));
  const webhook = await makeWebhook(api, hears.url);
  const { id } = await must(() => admin.post('/api-keys', { name: 'of Carl', userId }));
  await eventually(() => held[0], 'Carl is told');
  await must(() => admin.delete(`/api-keys/${id}`));
  await must(() => admin.delete(`/users/${userId}`));
  hears.behave((response) => response.writeHead(503).end());
  for (const release of held) release();
  await eventually(async () => {
    const { status } = await admin.get(`/webhooks/${webhook.id}`);
    return status === 404 || undefined;
  }, 'the webhook is gone');
  const progresses = await eventually(async () => {
    const waited = await deliveriesOf(webhook.id, dynamodb.url);
    return waited.every(({ state }) => state === 'dropped') ? waited : undefined;
  }, 'what waits is dropped');
  expect(progresses.length).toBeGreaterThan(0);
  for (const { reason } of progresses) expect(['endpoint gone', 'right lost']).toContain(reason);
}, 300_000);

test('every kind of change arrives and is signed, and the audit log is whole', async () => {
  await changeEverything(admin);
  const timely = ['api_key.expiring', 'api_key.expired', 'api_key.rotation_ending', 'api_key.purged'];
  const types = () => new Set(ear.received.map(({ body }) => JSON.parse(body).type));
  await eventually(() => timely.every((type) => types().has(type)) || undefined, 'time brings its events');
  const events = await settledEvents(server, admin);
  expect(chainFaults(events)).toEqual([]);
  await eventually(() => events.every(isToldToAll) || undefined, 'all are told');

  // A restore, and a day of failures, are shown elsewhere.
  const others = new Set<string>(['registry.restored', 'webhook.failing']);
  expect(types()).toEqual(new Set(auditActions.filter((type) => !others.has(type))));
  const byId = new Map(events.map((event) => [event.eventId, event]));
  for (const message of ear.received) {
    const { type, timestamp, data } = JSON.parse(message.body);
    const event = byId.get(eventIdOf(message))!;
    expect([type, timestamp, data.sequence]).toEqual([event.action, event.at, event.sequence]);
    expect(event.target.id).not.toBe(all.id);
    // The timestamp has whole seconds.
    const isBefore = attemptedAt(message) + 1_000 <= former.endsAt;
    expect(verifies(message, isBefore ? former : all)).toBe(true);
  }
}, 300_000);

const has = ({ received }: Receiver, eventId: string) => received.some((each) => eventIdOf(each) === eventId);
/** Of what happened before the webhook was made some is told, and of itself nothing. */
const isToldToAll = ({ eventId, target, at }: AuditEvent) =>
  at <= all.createdAt || target.id === all.id || has(ear, eventId);
