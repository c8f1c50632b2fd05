import { benchOf } from '../support/engine-keys.ts';
import { noon } from '../support/memory-ports.ts';
import { usageApiOver } from './usage-api.ts';
import { recorderOver, startUsageBench, type UsageBench } from './usage-bench.ts';
import { callAt, deliveryOfCalls } from './usage-lines.ts';

let bench: UsageBench;
beforeEach(async () => {
  bench = await startUsageBench();
});
afterEach(() => bench?.stop());

const operations = ['getApiKeyUsage', 'getApiKeyUsageSummary'] as const;

async function told(id: string): Promise<(string | undefined)[]> {
  const read = usageApiOver(bench.tables);
  const answers = await Promise.all(operations.map((operation) => read(operation, { id })));
  return answers.map(({ headers }) => headers['Usage-Recorded-Until']);
}

const both = (atMs: number) => [new Date(atMs).toISOString(), new Date(atMs).toISOString()];

test('usage says up to when calls have been recorded, those of other keys too', async () => {
  const [{ id }, other] = [await benchOf(bench.engine).add(), await benchOf(bench.engine).add()];
  expect(await told(id)).toEqual([undefined, undefined]);
  await bench.record([callAt(noon - 60_000, {}, id), callAt(noon - 90_000, {}, id)]);
  expect(await told(id)).toEqual(both(noon - 60_000));
  await bench.record([callAt(noon - 10_000, {}, other.id)]);
  expect(await told(id)).toEqual(both(noon - 10_000));
});

test('a late delivery, or another container, takes nothing back', async () => {
  const { id } = await benchOf(bench.engine).add();
  await bench.record([callAt(noon, {}, id)]);
  await bench.record([callAt(noon - 3_600_000, {}, id)]);
  expect(await told(id)).toEqual(both(noon));
});

test('a container notes it every five seconds, not more often', async () => {
  const { id } = await benchOf(bench.engine).add();
  const record = recorderOver(bench.tables);
  const seen = [];
  for (const atMs of [0, 4_999, 5_000, 9_999, 10_000]) {
    await record(deliveryOfCalls([callAt(noon + atMs, {}, id)]));
    seen.push((await told(id))[0]);
  }
  expect(seen.map((until) => Date.parse(until!) - noon)).toEqual([0, 0, 5_000, 5_000, 10_000]);
});
