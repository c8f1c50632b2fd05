import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { LatchkeyProcess } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { accessToken } from './sign-in.ts';

let server: LatchkeyProcess;
let admin: ApiClient;
/** Secrets that were shown. */
const shown: string[] = [];
beforeAll(async () => {
  server = await LatchkeyProcess.start();
  const { url, adminUserId } = server.bootstrap;
  admin = new ApiClient(url, await accessToken(server, adminUserId));
  await admin.post('/roles', { name: 'reader', scopes: ['database:read'] });
}, 60_000);
afterAll(async () => {
  await server.stop();
  const places = findPlaintext(
    server,
    shown.map((secret) => secret.slice('whsec_'.length)),
  );
  server.removeData();
  expect(places).toEqual([]);
});

const as = async (userId: string) => {
  expect((await admin.post('/users', { userId, roles: ['reader'] })).status).toBe(201);
  return admin.as(await accessToken(server, userId));
};
const webhook = {
  name: 'Deploys',
  url: 'https://hooks.example.com/in',
  kind: 'https',
  events: ['*'],
  status: 'disabled',
};
async function make(client: ApiClient): Promise<string> {
  const { status, body } = await client.post('/webhooks', webhook);
  expect([status, body.secret]).toEqual([201, expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/)]);
  shown.push(body.secret);
  return body.id;
}
const eventsOf = async (id: string) => {
  const { body } = await admin.get(`/audit-events?targetId=${id}&targetType=webhook`);
  return body.map(({ action, actor }: any) => `${action} by ${actor.userId}`);
};

test('a webhook is made, rotated and deleted over HTTP, and its secrets are written nowhere', async () => {
  const ann = await as('ann@example.com');
  const id = await make(ann);
  const rotated = await ann.post(`/webhooks/${id}/rotate-secret`, { gracePeriod: '1h' });
  expect(rotated.status).toBe(200);
  expect(shown).not.toContain(rotated.body.secret);
  shown.push(rotated.body.secret);
  expect((await ann.get(`/webhooks/${id}`)).body).not.toHaveProperty('secret');
  expect((await ann.delete(`/webhooks/${id}`)).status).toBe(204);
  expect(await eventsOf(id)).toEqual([
    'webhook.deleted by ann@example.com',
    'webhook.rotated by ann@example.com',
    'webhook.created by ann@example.com',
  ]);
});

test('those of a deleted user go after them', async () => {
  const bob = await as('bob@example.com');
  const id = await make(bob);
  expect((await admin.delete('/users/bob@example.com')).status).toBe(204);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
    if ((await admin.get(`/webhooks/${id}`)).status === 404) break;
  }
  expect((await admin.get(`/webhooks/${id}`)).status).toBe(404);
  expect(await eventsOf(id)).toEqual(['webhook.deleted by system', 'webhook.created by bob@example.com']);
}, 90_000);
