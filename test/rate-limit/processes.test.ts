import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { credentialKey } from '../../lambdas/contract/credential-items.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { aCredential } from '../support/memory-records.ts';
import { AuthorizerProcess, type Reply } from './authorizer-process.ts';

const limit = 100;
const intervalMs = 60_000 / limit;
const clients = 64;

let engine: Engine;
let processes: AuthorizerProcess[];
beforeAll(async () => {
  engine = await startEngine();
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  await seedUser(engine.tables, { userId: 'ada@example.com' });
  processes = await Promise.all([1, 2, 3].map(() => AuthorizerProcess.start(engine.endpoint, engine.tables)));
}, 30_000);
afterAll(async () => {
  await Promise.all((processes ?? []).map((process) => process.stop()));
  await engine?.stop();
});

/** A key limited to 100 calls a minute, as management stores it. */
async function putLimitedKey(): Promise<string> {
  const { plaintext, hash } = mintSecret('lk', { bytes: randomBytes, uuid: randomUUID });
  const { goneAt: _, ...credential } = aCredential({
    apiKeyId: apiKeyIdOf(randomUUID()),
    userId: 'ada@example.com',
    rateLimitTier: 'free',
  });
  const { client, credentials } = engine.tables;
  await client.send(
    new PutCommand({ TableName: credentials, Item: { ...credentialKey(hash), ...credential } }),
  );
  return plaintext;
}

/** Clients that call without pause, spread over the processes, for so long. */
async function hammer(plaintext: string, forMs: number): Promise<Reply[]> {
  const end = Date.now() + forMs;
  const replies = Array.from({ length: clients }, async (_, client) => {
    const made: Reply[] = [];
    while (Date.now() < end) made.push(await processes[client % processes.length]!.call(plaintext));
    return made;
  });
  return (await Promise.all(replies)).flat();
}

test.each(Array.from({ length: 10 }, (_, run) => [run + 1]))(
  '64 clients over three processes get what the bucket holds and refills, to the call: run %i',
  async () => {
    const plaintext = await putLimitedKey();
    const replies = await hammer(plaintext, 1_300);
    expect(replies.filter(({ error }) => error !== undefined)).toEqual([]);
    const passed = replies.filter(({ context }) => context?.['code'] === 'VALID');
    const refused = replies.filter(({ context }) => context?.['code'] === 'RATE_LIMITED');
    expect(passed.length + refused.length).toBe(replies.length);
    expect(refused.length).toBeGreaterThan(clients);

    const first = passed.toSorted((left, right) => left.endedAt - right.endedAt)[0]!;
    const refillsAtLeast = Math.max(...replies.map(({ startedAt }) => startedAt)) - first.endedAt;
    const refillsAtMost =
      Math.max(...replies.map(({ endedAt }) => endedAt)) -
      Math.min(...replies.map(({ startedAt }) => startedAt));
    expect(passed.length).toBeGreaterThanOrEqual(limit + Math.floor(refillsAtLeast / intervalMs));
    expect(passed.length).toBeLessThanOrEqual(limit + Math.floor(refillsAtMost / intervalMs));

    let last = await processes[0]!.call(plaintext);
    while (last.context?.['code'] === 'VALID') last = await processes[0]!.call(plaintext);
    // Timers may fire a millisecond early.
    await sleep(Number(last.context?.['rateLimitRetryAfterMs']) + 1);
    expect((await processes[1]!.call(plaintext)).context).toMatchObject({ code: 'VALID' });
  },
);
