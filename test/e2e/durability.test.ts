import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, type Answer } from './api-client.ts';
import { byTarget, chainFaults, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';

const operations = 200;

/** What a client knows of one of its operations: null where the connection broke before the answer. */
interface Attempt {
  readonly action: string;
  readonly id: string | null;
  readonly status: number | null;
}

const choose = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

async function attempt(admin: ApiClient, ids: Set<string>, at: number): Promise<Attempt> {
  const id = ids.size === 0 ? null : choose([...ids]);
  const kind =
    id === null ? 'created' : choose(['created', 'created', 'paused', 'resumed', 'updated', 'deleted']);
  const send: Record<string, () => Promise<Answer>> = {
    created: () => admin.post('/api-keys', { name: `key ${at}` }),
    paused: () => admin.post(`/api-keys/${id}/pause`),
    resumed: () => admin.post(`/api-keys/${id}/resume`),
    updated: () => admin.patch(`/api-keys/${id}`, { description: `operation ${at}` }),
    deleted: () => admin.delete(`/api-keys/${id}`),
  };
  try {
    const answer = await (send[kind] as () => Promise<Answer>)();
    if (kind === 'created' && answer.status === 201) ids.add(answer.body.id);
    if (kind === 'deleted' && answer.status === 204) ids.delete(id ?? '');
    return {
      action: `api_key.${kind}`,
      id: kind === 'created' ? (answer.body?.id ?? null) : id,
      status: answer.status,
    };
  } catch {
    return { action: `api_key.${kind}`, id: kind === 'created' ? null : id, status: null };
  }
}

test('kill -9 at random moments: no operation without its event, no event without its operation', async () => {
  let server = await LatchkeyProcess.start({ args: lastingArgs });
  const { dataFolder } = server;
  const { adminKey } = server.bootstrap;
  const ids = new Set<string>();
  const attempts: Attempt[] = [];
  let kills = 0;

  while (attempts.length < operations) {
    const admin = new ApiClient(server.bootstrap.url, adminKey);
    const before = Math.min(operations, attempts.length + 20 + Math.random() * 40);
    while (attempts.length < before) attempts.push(await attempt(admin, ids, attempts.length));
    // An operation takes about so long: the server dies before, in the middle of, or after one of the next few.
    const killed = sleep(Math.random() * 100).then(() => server.kill());
    while (server.isRunning) attempts.push(await attempt(admin, ids, attempts.length));
    await killed;
    kills += 1;
    server = await LatchkeyProcess.start({ dataFolder, args: lastingArgs });
  }

  const admin = new ApiClient(server.bootstrap.url, adminKey);
  const events = await settledEvents(server, admin);
  const chains = byTarget(events);
  expect(kills).toBeGreaterThan(2);
  expect(chainFaults(events)).toEqual([]);

  // Every operation that was answered has its event.
  for (const { action, id, status } of attempts) {
    const isDone = status === 201 || status === 204;
    if (isDone) expect(chains.get(id ?? '')?.some((event) => event.action === action)).toBe(true);
  }
  // Every event has its operation: a key is what its events say, and there is no other key.
  const { items } = await admin.list('/api-keys?limit=100');
  const records = new Map(items.map((record) => [record['id'], record]));
  for (const [id, chain] of chains) {
    if (chain[0]?.target.type !== 'api_key') continue;
    const told = Object.assign(
      {},
      ...chain.map(({ changes }) =>
        Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])),
      ),
    );
    const record = records.get(id);
    records.delete(id);
    if (chain.at(-1)?.action === 'api_key.deleted') expect(record).toBeUndefined();
    else expect(record).toMatchObject(told);
  }
  expect([...records.keys()]).toEqual([]);

  await server.stop();
  expect(findPlaintext(server)).toEqual([]);
  server.removeData();
}, 300_000);
