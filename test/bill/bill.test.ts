import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOf, standingLines, totalOf, verdictLines } from '../../scripts/bill/bill.ts';
import { dollars } from '../../scripts/bill/markdown.ts';
import { priceOf, prices } from '../../scripts/bill/prices.ts';
import { costOfHanging } from '../../scripts/bill/webhooks.ts';
import { billion, daysOfMonth, million, monthsKept } from '../../scripts/bill/traffic.ts';
import { demandOf } from '../../scripts/capacity/demand.ts';
import { ladder, shippedThrottle } from '../../scripts/capacity/ladder.ts';

const repository = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(repository, file), 'utf8');
const configuration = JSON.parse(read('cdk.json')).context.latchkey;

test('each tier of a price is paid for what falls into it', () => {
  expect(priceOf('restCalls', 1)).toBeCloseTo(3.5, 9);
  expect(priceOf('restCalls', 333)).toBeCloseTo(1165.5, 9);
  expect(priceOf('restCalls', 1000)).toBeCloseTo(1165.5 + 667 * 2.8, 9);
  expect(priceOf('restCalls', 21_000)).toBeCloseTo(1165.5 + 667 * 2.8 + 19_000 * 2.38 + 1000 * 1.51, 9);
  expect(priceOf('lambdaLogs', 60_000)).toBeCloseTo(12_500, 9);
  expect(priceOf('writeUnits', 1_000_000)).toBeCloseTo(625_000, 9);
});

test.each(Object.entries(prices))(
  'the tiers of %s rise, fall in price, and have no end',
  (_name, { tiers }) => {
    const bounds = tiers.map(([upTo]) => upTo);
    const dollarsEach = tiers.map(([, price]) => price);
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
    expect(dollarsEach).toEqual(dollarsEach.toSorted((a, b) => b - a));
    expect(bounds.at(-1)).toBe(Infinity);
  },
);

test('the bill of a million calls, added up by hand', () => {
  const verdict = 3.5 + (0.2 + 0.25 * 0.02 * 13.3334) + 2 * 0.125;
  const handler = 0.2 + 0.5 * 0.02 * 13.3334;
  const logGb = 0.45 + 0.35 + 3 * 0.26;
  const logs = logGb * (0.5 + 0.12 + 0.15 * 3 * 0.03);
  const usage = 0.2 + 0.5 * 0.03 * 13.3334 + (2 + 1000 * 30 * 2 * 1e-6) * 0.625 + 0.46 * 3 * 0.45;
  // 43,200 minutes with 24 keys at most, 720 hours and 30 days with a thousand: 34 bytes each, and 300 beside.
  const [minute, hour, day] = [300 + 24 * 34, 300 + 1000 * 34, 300 + 1000 * 34];
  const counted = 43_200 + 720 + 30;
  const asked = 43_200 * (1 + 2 + 12);
  const tallied = 43_200 * 2 + 720 * 34 + 30 * 34 + 2 * counted;
  const slices = 1e6 * (210 + 30);
  const inner = 43_200 * minute + 720 * hour;
  const read = 2 * counted + 8 * 43_200 + (slices + inner) / 4096;
  const overview =
    (1e6 + asked + tallied) * 0.625e-6 +
    read * 0.125e-6 +
    counted * 0.5 * 0.3 * 13.3334e-6 +
    (slices + inner + 30 * day) * 1e-9 * 3 * 0.45;
  const clockGb = 43_200 * 260 * 1e-9;
  const clock =
    43_200 * (0.2e-6 + 0.5 * 0.1 * 13.3334e-6 + 9 * 0.125e-6) + clockGb * (0.62 + 0.15 * 3 * 0.03);
  const standing = 83 * 0.1 + 23 * 0.3 + 3 + clock + 0.4;
  const all = verdict + handler + logs + usage + overview + 0.09 + standing;
  expect(totalOf(billOf(million))).toBeCloseTo(all, 9);
});

test('documents tell the sums of the bill', () => {
  const verdict = totalOf(verdictLines(million));
  const withLimit = verdict + priceOf('writeUnits', 1);
  const standing = totalOf(standingLines());
  const calls = totalOf(billOf(million)) - standing;
  const readme = read('README.md').replaceAll(/\s+/g, ' ');
  expect(readme).toContain(`A verdict costs ${dollars(verdict)} a million in us-east-1`);
  expect(readme).toContain(`${dollars(withLimit)} with an exact limit`);
  expect(readme).toContain(`a million calls cost ${dollars(calls)}`);
  expect(readme).toContain(`${dollars(standing)} a month`);
  expect(readme).toContain(`a thousand million ${dollars(totalOf(billOf(billion)))} in all`);
  const scale = read('docs/scale.md');
  expect(scale).toContain(`is ${dollars(verdict)} a million`);
  const [clock, master] = standingLines().slice(-2);
  expect(scale).toContain(`in the bill above, ${dollars(clock!.dollars + master!.dollars)} a month`);
  expect(scale).toContain(`disabled after five days: ${dollars(costOfHanging())} in all`);
});

test('the bill and the limits take the configuration as it is shipped', () => {
  expect(configuration.throttle).toEqual({ rateLimit: shippedThrottle, burstLimit: shippedThrottle / 2 });
  expect(configuration.logRetentionDays).toBe(monthsKept.logs * daysOfMonth);
  expect(configuration.usageRetentionDays).toBe(monthsKept.usage * daysOfMonth);
  expect(configuration.usageDetail).toBe('all');
  expect(configuration.warmThroughput).toEqual({
    credentials: null,
    registry: null,
    usage: null,
    outbox: null,
  });
});

test('where it breaks first comes first', () => {
  const rates = ladder.map(({ callsPerSecond }) => callsPerSecond);
  expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  expect(demandOf(5000)).toEqual({
    concurrency: 1000,
    reads: 10_000,
    limitedWrites: 5000,
    usageWrites: 10_500,
  });
});
