import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { apiOver } from '../../test/support/engine-handlers.ts';
import type { Sent } from '../../test/support/memory-events.ts';
import { deliveryOfCalls } from '../../test/usage/usage-lines.ts';
import { recorderOver } from '../../test/usage/usage-bench.ts';
import { apiKeys, type PlannedKey } from './api-keys.ts';
import { apis, roles, users } from './people.ts';
import { tablesOf } from './tables.ts';
import { callsOf, dayMs } from './usage.ts';
import { deliver, webhooks } from './webhooks.ts';

interface Key {
  readonly id: string;
  readonly keyPrefix: string;
}

/** What pictures lead to: ids are new each time. */
export interface Past {
  /** Ids of keys and webhooks by name. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Where a server is, and what opens it. */
export interface Seeded {
  readonly dataFolder: string;
  /** With `/v1`. */
  readonly url: string;
  readonly adminKey: string;
}

const yearAgo = 360;

/** Gives a new server a past: the functions' own code does it, by a clock that goes through the last year. */
export async function givePast(server: Seeded): Promise<Past> {
  const tables = await tablesOf(server.dataFolder);
  const settings = await settingsOf(server);
  const api = apiOver(tables, settings);
  const nowMs = Date.now();
  const done = async (operationId: OperationId, daysAgo: number, sent: Sent): Promise<Key> => {
    api.clock.set(nowMs - daysAgo * dayMs);
    const { status, body } = await api.call(operationId, { userAgent: 'Mozilla/5.0', ...sent });
    if (status >= 300)
      throw new Error(`${operationId} ${JSON.stringify(sent.body)}: ${JSON.stringify(body)}`);
    return body as Key;
  };
  for (const role of roles) await done('createRole', yearAgo, { body: role });
  for (const [at, user] of users.entries()) await done('createUser', yearAgo - 20 * at, { body: user });

  const keys: [PlannedKey, Key][] = [];
  for (const planned of apiKeys.toSorted((a, b) => b.daysAgo - a.daysAgo)) {
    const { daysAgo, calls: _, pausedDaysAgo, rotatedDaysAgo, expiresIn, ...body } = planned;
    const asked = { ...body, ...(expiresIn !== null && { expiresIn }) };
    let key = await done('createApiKey', daysAgo, { body: asked });
    if (rotatedDaysAgo !== undefined) {
      key = await done('rotateApiKey', rotatedDaysAgo, { id: key.id, body: { gracePeriod: '7d' } });
    }
    if (pausedDaysAgo !== undefined) await done('pauseApiKey', pausedDaysAgo, { id: key.id });
    keys.push([planned, key]);
  }
  await done('updateUser', 12, { id: 'dan.wright@example.com', body: { displayName: 'Dan Wright (left)' } });

  const calls = keys.flatMap(([planned, key]) => callsOf(planned, key, nowMs));
  calls.sort((a, b) => (a.entry.at < b.entry.at ? -1 : 1));
  // Calls of all keys are counted since the first delivery, and those of the second as soon as it is there.
  const [first, ...others] = calls;
  if (first === undefined) throw new Error('nobody has called');
  await recorderOver(tables, settings, () => Date.parse(first.entry.at))(deliveryOfCalls([first]));
  await recorderOver(tables, settings, () => nowMs)(deliveryOfCalls(others));
  for (const body of apis) await call(server, '/apis', body);
  await untilCounted(server);
  const ids = new Map(keys.map(([{ name }, { id }]) => [name, id]));
  for (const body of webhooks) ids.set(body.name, ((await call(server, '/webhooks', body)) as Key).id);
  await deliver(tables, ids.get(webhooks[0].name) ?? '', nowMs);
  tables.client.destroy();
  return { ids };
}

/** A month of calls that came at once takes a while to count. */
async function untilCounted({ url, adminKey }: Seeded): Promise<void> {
  const headers = { Authorization: `Bearer ${adminKey}` };
  for (let attempt = 0; attempt < 120; attempt += 1) {
    if ((await fetch(`${url}/usage/summary`, { headers })).ok) return;
    await sleep(5_000);
  }
  throw new Error('the calls were not counted in ten minutes');
}

/** What the running server's functions are told of the deployment, as far as seeding has to do with it. */
async function settingsOf(server: Seeded): Promise<Partial<DeploymentSettings>> {
  const scopes = (await call(server, '/scopes')) as { scope: string; description: string }[];
  return {
    scopes: Object.fromEntries(scopes.map(({ scope, description }) => [scope, description])),
    rateLimitTiers: { free: 100, starter: 500, pro: 2000, enterprise: null },
    defaultRateLimitTier: 'enterprise',
  };
}

async function call({ url, adminKey }: Seeded, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return await answer.json();
}
