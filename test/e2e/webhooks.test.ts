import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { answering, type Received, type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { type Answer, ApiClient } from './api-client.ts';
import { LatchkeyProcess, webhookArgs as args } from './latchkey-process.ts';

let server: LatchkeyProcess;
let admin: ApiClient;
let receiver: Receiver;
beforeAll(async () => {
  server = await LatchkeyProcess.start({ args });
  admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
}, 120_000);
beforeEach(async () => {
  receiver = await startReceiver('localhost');
  trust(receiver.ca);
});
afterEach(() => receiver.stop());
afterAll(async () => {
  await server?.stop();
  server?.removeData();
});

/** The server's functions trust the receivers of this file, which have one certificate. */
function trust(certificate: string): void {
  const folder = join(server.dataFolder, 'trusted');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'receiver.pem'), certificate);
}

async function must(call: Promise<Answer>): Promise<any> {
  const { status, body } = await call;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

const create = (fields: object = {}): Promise<any> =>
  must(
    admin.post('/webhooks', {
      name: 'Receiver',
      url: receiver.url,
      kind: 'https',
      events: ['*'],
      scope: 'all',
      ...fields,
    }),
  );

/** Waits for the message that fits; the test's own time ends it. */
async function arrival(fits: (message: any, received: Received) => boolean): Promise<Received> {
  for (;;) {
    const found = receiver.received.find((each) => fits(JSON.parse(each.body), each));
    if (found !== undefined) return found;
    await sleep(50);
  }
}

const verified = (secret: string, { body, headers }: Received): any =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

test('every kind of change arrives, thin, signed, and in order of sequence per key once all are there', async () => {
  const { id, secret } = await create();
  const key = await must(admin.post('/api-keys', { name: 'told of', scopes: [], expiresIn: '1d' }));
  await must(admin.patch(`/api-keys/${key.id}`, { name: 'told of, renamed' }));
  await must(admin.patch(`/api-keys/${key.id}`, { description: 'nightly' }));
  await must(admin.post(`/api-keys/${key.id}/pause`));
  await must(admin.post(`/api-keys/${key.id}/resume`));
  await must(admin.post(`/api-keys/${key.id}/rotate`));
  const copy = await must(admin.post(`/api-keys/${key.id}/duplicate`, { name: 'a copy', expiresIn: '1d' }));
  await must(admin.delete(`/api-keys/${key.id}`));
  await must(admin.post('/roles', { name: 'told', scopes: ['database:read'] }));
  await must(admin.post('/users', { userId: 'told@example.com', roles: ['told'] }));
  const expected = ['created', 'renamed', 'updated', 'paused', 'resumed', 'rotated', 'deleted'];
  for (const action of expected) {
    const received = await arrival(
      ({ type, data }) => type === `api_key.${action}` && data.apiKeyId === key.id,
    );
    expect(verified(secret, received)).toMatchObject({
      type: `api_key.${action}`,
      data: { apiKeyId: key.id, userId: server.bootstrap.adminUserId },
    });
    for (const hidden of [key.key, copy.key, 'keyHash', 'sha256'])
      expect(received.body).not.toContain(hidden);
  }
  for (const type of ['api_key.duplicated', 'role.created', 'user.created']) {
    verified(secret, await arrival((message) => message.type === type));
  }
  const ofKey = receiver.received
    .map(({ body }) => JSON.parse(body))
    .filter(({ data }) => data.apiKeyId === key.id);
  const sequences = new Set(ofKey.map(({ data }) => data.sequence));
  expect([...sequences].toSorted((left, right) => left - right)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const listed = await must(admin.get(`/webhooks/${id}/deliveries?limit=100&state=delivered`));
  expect(listed.length).toBeGreaterThanOrEqual(8);
  await must(admin.delete(`/webhooks/${id}`));
}, 60_000);

test('across a rotation both secrets verify, and another endpoint’s, a changed byte and an old time do not', async () => {
  const { id, secret: former } = await create({ legacySignature: true });
  const other = await create({ events: ['role.deleted'] });
  const { secret: current } = await must(admin.post(`/webhooks/${id}/rotate-secret`, { gracePeriod: '1h' }));
  expect((await must(admin.post(`/webhooks/${id}/test`))).status).toBe(204);
  const received = await arrival(({ type, data }) => type === 'webhook.test' && data.webhookId === id);
  verified(former, received);
  verified(current, received);
  expect(() => verified(other.secret, received)).toThrow();
  expect(() => verified(current, { ...received, body: `${received.body} ` })).toThrow();
  const headers = { ...received.headers, 'webhook-timestamp': '1700000000' };
  expect(() => verified(current, { ...received, headers })).toThrow();
  const legacy = createHmac('sha256', former).update(received.body).digest('hex');
  expect(received.headers['x-webhook-signature']).toBe(legacy);

  await must(admin.post(`/webhooks/${id}/rotate-secret`, { gracePeriod: '0s' }));
  const count = receiver.received.length;
  await must(admin.post(`/webhooks/${id}/test`));
  const last = receiver.received[count]!;
  expect(() => verified(former, last)).toThrow();
  expect(() => verified(current, last)).toThrow();
  for (const each of [id, other.id]) await must(admin.delete(`/webhooks/${each}`));
}, 60_000);

test('410 disables the endpoint; what failed is sent again by the same sender, and a replay sends what was', async () => {
  let failures = 1;
  receiver.behave((response, received) => {
    const isFirst = received.body.includes('told twice') && failures > 0;
    failures -= Number(isFirst);
    answering(isFirst ? 500 : 200)(response, received);
  });
  const { id } = await create({ events: ['api_key.created'] });
  const from = new Date(Date.now() - 60_000).toISOString();
  const { id: keyId } = await must(admin.post('/api-keys', { name: 'told twice', scopes: [] }));
  const ofKey = () => receiver.received.filter(({ body }) => body.includes(keyId));
  while (ofKey().length < 2) await sleep(50);
  expect(new Set(ofKey().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const deliveries = async () => await must(admin.get(`/webhooks/${id}/deliveries`));
  while (!(await deliveries()).every(({ state }: any) => state === 'delivered')) await sleep(50);
  const delivery = (await deliveries()).find(({ attempts }: any) => attempts.length === 2);
  expect(delivery.attempts).toMatchObject([{ status: 500 }, { status: 200 }]);

  const to = new Date().toISOString();
  const { queued } = await must(admin.post(`/webhooks/${id}/replay`, { from, to }));
  expect(queued).toBeGreaterThanOrEqual(1);
  while (ofKey().length < 3) await sleep(50);

  receiver.behave(answering(410));
  await must(admin.post(`/webhooks/${id}/deliveries/${delivery.id}/retry`));
  while ((await must(admin.get(`/webhooks/${id}`))).status !== 'disabled') await sleep(50);
  expect((await must(admin.get(`/webhooks/${id}`))).disabledReason).toBe('gone');
  await must(admin.delete(`/webhooks/${id}`));
}, 60_000);
