import { ApiClient } from './api-client.ts';
import type { Receiver } from '../webhooks/receiver.ts';
import { chainFaults, exportedEvents, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, webhookArgs as args } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { must } from './webhook-changes.ts';
import { eventIdOf, eventually, type Made, newWebhook, trustedReceiver } from './webhook-receivers.ts';

const changes = 100;
const webhooks = 5;

test('kill -9 in the midst of 500 deliveries: each arrives, and the audit log waits for no receiver', async () => {
  let server = await LatchkeyProcess.start({ args });
  const { dataFolder } = server;
  const { adminKey } = server.bootstrap;
  let admin = new ApiClient(server.bootstrap.url, adminKey);
  const secrets: string[] = [];
  const lead = async (receiver: Receiver) => {
    const fields = { scope: 'all', events: ['api_key.created'] };
    const { secret } = (await must(() => admin.post('/webhooks', newWebhook(receiver.url, fields)))) as Made;
    secrets.push(secret);
  };
  const receivers: Receiver[] = [];
  for (let made = 0; made < webhooks; made += 1) receivers.push(await trustedReceiver(server));
  const taken = receivers.map(() => new Set<string>());
  const count = () => taken.reduce((sum, { size }) => sum + size, 0);
  let answersAfterMs = 3_000;
  for (const [at, receiver] of receivers.entries()) {
    receiver.behave((response, message) => {
      const answer = () => {
        if (response.destroyed) return;
        taken[at]!.add(eventIdOf(message));
        response.writeHead(204).end();
      };
      setTimeout(answer, answersAfterMs);
    });
  }
  const hanging = await trustedReceiver(server);
  hanging.behave(() => {});
  for (const receiver of [...receivers, hanging]) await lead(receiver);

  const ids: string[] = [];
  const create = async () => {
    while (ids.length < changes) {
      const at = ids.push('') - 1;
      ids[at] = (await must(() => admin.post('/api-keys', { name: `key ${at}` }))).id;
    }
  };
  await Promise.all([create(), create(), create(), create()]);
  // Some have been taken, some wait for their answer, and some have not been sent.
  await server.kill();
  expect(count()).toBeLessThan(changes * webhooks);
  answersAfterMs = 0;

  server = await LatchkeyProcess.start({ dataFolder, args });
  admin = new ApiClient(server.bootstrap.url, adminKey);
  const events = await settledEvents(server, admin);
  const told = events
    .filter(({ action, target }) => action === 'api_key.created' && ids.includes(target.id))
    .map(({ eventId }) => eventId);
  expect(told).toHaveLength(changes);
  // All is in the audit log, while one receiver has taken nothing.
  expect(told.filter((id) => !exportedEvents(server).has(id))).toEqual([]);
  await eventually(() => hanging.received.length > 0 || undefined, 'the hanging receiver is tried');

  await eventually(
    () => taken.every((each) => told.every((id) => each.has(id))) || undefined,
    'each is taken by each',
  );
  expect(chainFaults(events)).toEqual([]);
  await server.stop();
  for (const receiver of [...receivers, hanging]) await receiver.stop();
  expect(findPlaintext(server, secrets)).toEqual([]);
  server.removeData();
}, 600_000);
