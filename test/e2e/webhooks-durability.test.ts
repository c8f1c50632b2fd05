import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { type Answer, ApiClient } from './api-client.ts';
import { byTarget, chainFaults, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';

const [endpoints, changes] = [10, 50];
const args = [...lastingArgs, '-c', 'webhookTargets=any'];

/** What is 503 is tried again, as it says: the machine has much to do. */
async function must(call: () => Promise<Answer>): Promise<any> {
  for (;;) {
    const { status, body } = await call();
    if (status < 300) return body;
    if (status !== 503) throw new Error(`${status} ${JSON.stringify(body)}`);
    await sleep(200);
  }
}

test('kill -9 in the midst of 500 deliveries: each arrives at least once, and the audit log has all', async () => {
  const receiver: Receiver = await startReceiver('localhost');
  let server = await LatchkeyProcess.start({ args });
  const { dataFolder } = server;
  mkdirSync(join(dataFolder, 'trusted'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataFolder, 'trusted', 'receiver.pem'), receiver.ca);
  const { url, adminKey } = server.bootstrap;
  const admin = new ApiClient(url, adminKey);
  // Each takes long enough that some are always under way.
  receiver.behave((response) => void setTimeout(() => response.writeHead(204).end(), 150));
  for (let at = 0; at < endpoints; at += 1) {
    await must(() =>
      admin.post('/webhooks', {
        name: `Receiver ${at}`,
        url: `${receiver.url}/${at}`,
        kind: 'https',
        events: ['api_key.created'],
        scope: 'all',
      }),
    );
  }
  const arrived = () =>
    new Set(receiver.received.map(({ path, headers }) => `${path} ${headers['webhook-id']}`));
  const ids: string[] = [];
  for (let at = 0; at < changes; at += 1) {
    ids.push((await must(() => admin.post('/api-keys', { name: `key ${at}`, scopes: [] }))).id);
  }
  while (arrived().size < 100) await sleep(10);
  expect(arrived().size).toBeLessThan(endpoints * changes);
  await server.kill();

  server = await LatchkeyProcess.start({ dataFolder, args });
  // What a sender held when it ended waits for its lease, a minute, and for the clock's next turn.
  while (arrived().size < endpoints * changes) await sleep(100);
  const told = new Set(receiver.received.map(({ body }) => JSON.parse(body).data.apiKeyId));
  expect(told).toEqual(new Set(ids));
  const events = await settledEvents(server, new ApiClient(server.bootstrap.url, adminKey));
  expect(chainFaults(events)).toEqual([]);
  const chains = byTarget(events);
  for (const id of ids) expect(chains.get(id)).toHaveLength(1);
  await server.stop();
  server.removeData();
  await receiver.stop();
}, 600_000);
