import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { DynamoDbProxy } from '../e2e/dynamodb-proxy.ts';
import { contention } from '../support/dynamodb-contention.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { credentialsOf } from '../support/engine-credentials.ts';
import { benchOf } from '../support/engine-keys.ts';
import { seedRole, seedUser } from '../support/engine-seed.ts';
import { authorizerOver } from '../support/memory-authorizer.ts';
import { authorizerEvent } from '../support/memory-events.ts';
import { clockAt, noon, predictableRandom } from '../support/memory-ports.ts';

const limit = 20;
const settings = { rateLimitTiers: { tiny: limit }, defaultRateLimitTier: 'tiny' };
const flood = 10 * limit;
const userId = 'ada@example.com';

let dynamoDb: DynamoDbProxy;
let engine: Engine;
beforeAll(async () => {
  dynamoDb = await DynamoDbProxy.start();
  engine = await startEngine(dynamoDb.url);
  await seedRole(engine.tables, 'developer', { scopes: ['database:*'], accessRights: {} });
  await seedUser(engine.tables, { userId });
});
afterAll(async () => {
  await engine?.stop();
  await dynamoDb?.stop();
});

/** Three containers that have decided about a key once, and taken three calls from its bucket. */
async function threeContainers(name: string) {
  const { plaintext, hash, keyPrefix } = mintSecret('lk', predictableRandom(name));
  await benchOf(engine).add({ userId, secretHash: hash, keyPrefix, rateLimitTier: 'tiny' });
  const clock = clockAt(noon);
  const containers = [1, 2, 3].map(() => {
    const { reader, limiterStore } = credentialsOf(engine, clock.now);
    const handler = authorizerOver(reader, clock.now, { limiterStore, settings });
    return async () => {
      const { context } = await handler(authorizerEvent({ Authorization: `Bearer ${plaintext}` }));
      return String(context?.['code']);
    };
  });
  for (const call of containers) expect(await call()).toBe('VALID');
  return { clock, containers };
}

/** Ten times the limit, and one request in ten is throttled. */
async function flooded(makeCalls: (count: number) => Promise<string[]>) {
  const fault = contention('flood');
  let writes = 0;
  dynamoDb.fault = async (operation, body) => {
    const answer = await fault(operation, body);
    if (operation === 'UpdateItem' && answer === undefined) writes += 1;
    return answer;
  };
  const codes = await makeCalls(flood);
  dynamoDb.fault = () => undefined;
  const passed = codes.filter((code) => code === 'VALID').length;
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(flood - passed);
  return { passed, writes };
}

test('a flood on one key is 429, and writes for what is let through and for the first refusal of each container', async () => {
  const { containers } = await threeContainers('at once');
  const { passed, writes } = await flooded(async (count) => {
    const numbers = Array.from({ length: count }).values();
    const codes: string[] = [];
    // Each container has one call at a time, as on AWS.
    await Promise.all(
      containers.map(async (call) => {
        for (const _ of numbers) codes.push(await call());
      }),
    );
    return codes;
  });
  expect(passed).toBe(limit - containers.length);
  expect(writes).toBeGreaterThanOrEqual(passed);
  expect(writes).toBeLessThanOrEqual(passed + containers.length);
});

test('and no more while the bucket refills: a container looks before it asks for what others may have taken', async () => {
  const { clock, containers } = await threeContainers('for a minute');
  const { passed, writes } = await flooded(async (count) => {
    const codes: string[] = [];
    for (let at = 0; at < count; at += 1) {
      clock.set(noon + (60_000 / count) * (at + 1));
      codes.push(await containers[at % containers.length]!());
    }
    return codes;
  });
  expect(passed).toBe(limit - containers.length + limit);
  expect(writes).toBe(passed);
});
