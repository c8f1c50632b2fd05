import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutIntoChunks } from '../../lambdas/domain/usage/usage-chunk.ts';
import { cutIntoSlices } from '../../lambdas/domain/usage/usage-slice.ts';
import { lastUsesIn } from '../../lambdas/domain/usage/last-use.ts';
import { renew } from '../../scripts/bill/document.ts';
import { deliveriesOf } from '../../scripts/usage-load/deliveries.ts';
import { Demand } from '../../scripts/usage-load/demand.ts';
import { inItem, inRecord } from '../../scripts/usage-load/design.ts';
import { pipeline } from '../../scripts/usage-load/pipeline.ts';
import { simulate } from '../../scripts/usage-load/simulate.ts';
import { simulatedLoads } from '../../scripts/usage-load/table.ts';
import { ofType, resource, type Synthesized, synthesized } from '../stack/synthesized.ts';
import { noon } from '../support/memory-ports.ts';
import { callAt } from '../usage/usage-lines.ts';

test('the tables of docs/scale.md are those that `npm run bill` computes', () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/scale.md'), 'utf8');
  expect(renew(document)).toBe(document);
});

let app: Synthesized;
beforeAll(async () => {
  app = await synthesized();
}, 120_000);

test('the simulated pipeline is that of the template', () => {
  const filters = ofType(app.api, 'AWS::Logs::SubscriptionFilter');
  expect(filters).toHaveLength(pipeline.subscriptionFilters);
  // Deliveries to functions are made by log stream, whatever else could be set for streams of Kinesis.
  for (const [, { Properties }] of filters) expect(Properties).not.toHaveProperty('Distribution');
  const { ReservedConcurrentExecutions = null, MemorySize } = resource(
    app.api,
    'AWS::Lambda::Function',
    'UsageRecorder',
  ).Properties;
  expect([ReservedConcurrentExecutions, MemorySize]).toEqual([pipeline.reservedConcurrency, 512]);
  const [, registry] = ofType(app.data, 'AWS::DynamoDB::GlobalTable').find(([id]) =>
    id.startsWith('Registry'),
  )!;
  const partitions: string[] = registry.Properties.GlobalSecondaryIndexes.map(
    ({ KeySchema }: any) => KeySchema[0].AttributeName,
  );
  expect(partitions).toEqual(['collection', 'collection', 'collection', 'owner']);
});

test('every line is delivered once and in time, of one stream, ten at most', () => {
  const load = { callsPerSecond: 200, keys: 50, seconds: 20 };
  const all = [...deliveriesOf(load)];
  const times = all.flatMap(({ timesMs }) => timesMs);
  expect(new Set(times).size).toBe(times.length);
  // Those of the last second are still being gathered.
  expect(times.length).toBeGreaterThanOrEqual(200 * 19 - 40);
  for (const { atMs, keys, timesMs } of all) {
    expect(keys).toHaveLength(timesMs.length);
    expect(keys.length).toBeLessThanOrEqual(10);
    expect(atMs - timesMs[0]!).toBeLessThanOrEqual(pipeline.gatheringMs + 100);
  }
});

test('the recorder makes as many chunks, slices and last uses of a delivery as the simulation counts', () => {
  for (const { keys } of [...deliveriesOf({ callsPerSecond: 500, keys: 8, seconds: 2 })].slice(0, 50)) {
    const calls = keys.map((key, at) => callAt(noon + at, {}, `0000000${key}-0000-4000-a000-000000000000`));
    expect(cutIntoChunks(calls, 'all')).toHaveLength(new Set(keys).size);
    expect(cutIntoSlices(calls)).toHaveLength(1);
    expect(lastUsesIn(calls)).toHaveLength(new Set(keys).size);
  }
});

test('a use is noted once a minute and key, and each recorder asks once', () => {
  const { noted, attempts, recorders, indexed } = simulate({ callsPerSecond: 2000, keys: 20, seconds: 300 });
  expect(Math.round(noted.mean * 300)).toBe(5 * 20);
  expect(attempts.mean * 300).toBeLessThanOrEqual(5 * 20 * recorders);
  expect(attempts.mean * 300).toBeGreaterThan(4 * 20 * recorders);
  // Each key moves to the next day once: out of one partition and into another.
  expect(Math.round(indexed.mean * 300)).toBe(2 * 20);
});

test('a slice is written for each delivery and minute, and each recorder marks a minute once', () => {
  const { slices, deliveries, recorders } = simulate({ callsPerSecond: 2000, keys: 20, seconds: 300 });
  const [written, delivered] = [slices.mean * 300, deliveries.mean * 300];
  expect(written).toBeGreaterThanOrEqual(delivered + 5 * recorders);
  // A delivery is gathered for a second at most: only those around a minute's end have two.
  expect(written).toBeLessThan(delivered * (1 + 2 / 60) + 6 * recorders);
});

test('what is asked for beyond a limit goes on into the next seconds', () => {
  const demand = new Demand(10);
  demand.add(0, 2500);
  demand.add(5_000, 1000);
  expect([demand.mean, demand.peak, demand.shortOf(1000), demand.shortOf(2500)]).toEqual([350, 2500, 0.2, 0]);
});

describe('usage', () => {
  const outcomes = simulatedLoads().map(({ load, simulated }) => ({
    load,
    before: inRecord(load, simulated),
    after: inItem(load, simulated),
  }));
  const of = (callsPerSecond: number, keys: number) =>
    outcomes.find(({ load }) => load.callsPerSecond === callsPerSecond && load.keys === keys)!;

  test('held up changes of keys while last use was in the record', () => {
    expect(of(5_000, 10_000).before.refusing).toBeGreaterThan(0);
    expect(of(10_000, 10_000).before.refusing).toBe(1);
    for (const rate of [5_000, 10_000]) {
      expect(of(rate, 10_000).before.limits[0]?.limit).toBe('a partition of an index of Registry');
    }
  });

  test('asks nothing of the Registry any more, and no more of the tables than before', () => {
    for (const { before, after } of outcomes) {
      expect([after.registryUnits, after.registryPeak, after.refusing]).toEqual([0, 0, 0]);
      expect(after.limits.map(({ limit }) => limit).join()).not.toContain('Registry');
      expect(after.units).toBeLessThanOrEqual(before.units);
    }
  });

  test('is nowhere near what a partition of the index by day takes, not even when a day begins', () => {
    for (const { after } of outcomes) {
      const partition = after.limits.find(({ limit }) => limit === 'a partition of the index of Usage');
      expect(partition?.share).toBeLessThan(0.25);
    }
  });
});
