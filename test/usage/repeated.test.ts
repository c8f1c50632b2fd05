import { benchOf } from '../support/engine-keys.ts';
import { noon } from '../support/memory-ports.ts';
import { usageApiOver } from './usage-api.ts';
import { startUsageBench, type UsageBench } from './usage-bench.ts';
import { callAt } from './usage-lines.ts';

let bench: UsageBench;
beforeAll(async () => {
  bench = await startUsageBench();
});
afterAll(() => bench?.stop());

test('refusals that share a line all count, and its entry says for how many it stands', async () => {
  const { id } = await benchOf(bench.engine).add();
  const refused = { outcome: 'denied', status: 401, code: 'API_KEY_PAUSED' } as const;
  const calls = [
    callAt(noon - 20_000, refused, id),
    callAt(noon - 9_000, { ...refused, repeated: 41 }, id),
    callAt(noon - 5_000, {}, id),
  ];
  await bench.record(calls);
  // Delivered again beside another line: it counts once.
  await bench.record([calls[1]!, callAt(noon - 4_000, { outcome: 'error', status: 500 }, id)]);
  const read = usageApiOver(bench.tables);
  const summary = await read('getApiKeyUsageSummary', { id });
  expect(summary.body.byOutcome).toEqual({ success: 1, denied: 43, error: 1 });
  const entries = await read('getApiKeyUsage', { id, query: { outcome: 'denied' } });
  expect(entries.body.map(({ repeated }: { repeated?: number }) => repeated)).toEqual([41, undefined]);
});
