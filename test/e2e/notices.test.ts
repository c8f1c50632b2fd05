import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { byTarget, chainFaults, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';

/** Some turns of the clock, and their work, with time to spare. */
const patienceMs = 300_000;

test('keys that expire while the server is killed and started again are told of once', async () => {
  let server = await LatchkeyProcess.start({ args: lastingArgs });
  const { dataFolder } = server;
  const { adminKey } = server.bootstrap;
  const first = new ApiClient(server.bootstrap.url, adminKey);
  const ids: string[] = [];
  for (let at = 0; at < 20; at += 1) {
    const { body } = await first.post('/api-keys', { name: `key ${at}`, expiresIn: `${1 + 5 * at}s` });
    ids.push(body.id);
  }
  const { headers } = await first.get(`/api-keys/${ids.at(-1)}`);

  for (let kills = 0; kills < 6; kills += 1) {
    await sleep(Math.random() * 20_000);
    await server.kill();
    server = await LatchkeyProcess.start({ dataFolder, args: lastingArgs });
  }
  const admin = new ApiClient(server.bootstrap.url, adminKey);
  const until = Date.now() + patienceMs;
  for (;;) {
    const chains = byTarget(await settledEvents(server, admin));
    const isTold = (id: string) => chains.get(id)?.some(({ action }) => action === 'api_key.expired');
    if (ids.every(isTold)) break;
    expect(Date.now()).toBeLessThan(until);
    await sleep(2_000);
  }

  const events = await settledEvents(server, admin);
  expect(chainFaults(events)).toEqual([]);
  const chains = byTarget(events);
  for (const id of ids) {
    expect(chains.get(id)?.map(({ action, actor }) => [action, actor.via])).toEqual([
      ['api_key.created', 'api-key'],
      ['api_key.expired', 'system'],
    ]);
  }
  const { headers: after } = await admin.get(`/api-keys/${ids.at(-1)}`);
  expect(after.get('ETag')).toBe(headers.get('ETag'));
  await server.stop();
}, 600_000);
