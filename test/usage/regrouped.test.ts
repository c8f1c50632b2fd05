import fc from 'fast-check';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DeliveredCall } from '../../lambdas/domain/usage/usage-chunk.ts';
import { benchOf } from '../support/engine-keys.ts';
import { noon } from '../support/memory-ports.ts';
import { nextOf, type ReadUsage, usageApiOver } from './usage-api.ts';
import { startUsageBench, type UsageBench } from './usage-bench.ts';
import { callAt } from './usage-lines.ts';

let bench: UsageBench;
let read: ReadUsage;

beforeAll(async () => {
  bench = await startUsageBench();
  read = usageApiOver(bench.tables);
});
afterAll(() => bench?.stop());

const newKey = async () => (await benchOf(bench.engine).add()).id;

async function listed(id: string): Promise<string[]> {
  const ids: string[] = [];
  for (let query: Record<string, string> | null = { limit: '7' }; query !== null; ) {
    const answer = await read('getApiKeyUsage', { id, query });
    ids.push(...answer.body.map(({ requestId }: { requestId: string }) => requestId));
    query = nextOf(answer);
  }
  return ids.toSorted();
}

async function counted(id: string): Promise<Record<string, number>> {
  const query = { from: '2027-06-13', to: '2027-06-15' };
  return (await read('getApiKeyUsageSummary', { id, query })).body.byOutcome;
}

const outcomes = ['success', 'denied', 'error'] as const;
const offsets = fc.oneof(
  fc.integer({ min: -130_000, max: 0 }),
  fc.constantFrom(0, -60_000, -60_001, -43_200_000, -43_200_001, -43_200_500),
);
/** Calls, and the deliveries that each of them comes with: at least one. */
const history = fc.array(
  fc.record({
    offset: offsets,
    outcome: fc.constantFrom(...outcomes),
    deliveries: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 30 },
);

test('a line that is delivered again, in whatever company, is counted and listed once', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (lines) => {
      const id = await newKey();
      const calls = lines.map(({ offset, outcome }, at) =>
        callAt(noon + offset, { outcome, requestId: `request-${String(at).padStart(2, '0')}` }, id),
      );
      for (const delivery of [0, 1, 2, 3, 4]) {
        const together = calls.filter((_, at) => lines[at]!.deliveries.includes(delivery));
        if (together.length > 0) await bench.record(together);
      }
      expect(await listed(id)).toEqual(calls.map(({ entry }) => entry.requestId).toSorted());
      const of = (outcome: string) => lines.filter((line) => line.outcome === outcome).length;
      expect(await counted(id)).toEqual({ success: of('success'), denied: of('denied'), error: of('error') });
    }),
    { numRuns: 40 },
  );
});

test('chunks that were written before lines had ids count as they did', async () => {
  const id = await newKey();
  const calls: DeliveredCall[] = [0, 1, 2].map((at) => callAt(noon - at, { requestId: `r${at}` }, id));
  const before = {
    pk: `${id}#2027-06-15`,
    sk: '2027-06-15T12:00:00.500Z#0123456789abcdef',
    counts: { success: 3, denied: 2, error: 1 },
    entries: calls.map(({ entry }) => entry),
    ttl: Date.parse('2028-01-01') / 1_000,
  };
  await bench.tables.client.send(new PutCommand({ TableName: bench.tables.usage, Item: before }));
  await bench.record([callAt(noon - 1, { requestId: 'r3' }, id)]);
  expect(await listed(id)).toEqual(['r0', 'r1', 'r2', 'r3']);
  expect(await counted(id)).toEqual({ success: 4, denied: 2, error: 1 });
});
