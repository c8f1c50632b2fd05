import { demandOf, functionsPerCall } from '../capacity/demand.ts';
import { ladder } from '../capacity/ladder.ts';
import { apiGateway, dynamodb } from '../capacity/limits.ts';
import { billOf, totalOf } from './bill.ts';
import { dollars, figure, markdownTable } from './markdown.ts';
import { type PriceName, prices, type Tiers } from './prices.ts';
import { busy, oneByOne, thirdAttempt, webhookLines } from './webhooks.ts';
import { billion, billionADay, daysOfMonth, million, perCall, sustained } from './traffic.ts';

const gigabyte = 1_000_000_000;
const secondsOfDay = 24 * 60 * 60;

/** Calls a second that the document is about. */
const rates = [1000, 5000, 10_000, 20_000, 50_000, 100_000];

export function limitTable(): string {
  return markdownTable(
    ['calls a second', 'of', 'limit', 'beyond it', 'what helps'],
    ladder.map(({ callsPerSecond, whose, limit, beyond, remedy }) => [
      figure(callsPerSecond),
      whose,
      limit,
      beyond,
      remedy,
    ]),
  );
}

export function settingsTable(): string {
  return markdownTable(
    [
      'calls a second',
      'what breaks, as shipped',
      'Lambda concurrency',
      '`throttle.rateLimit`',
      '_Throttle rate_',
      '`warmThroughput.credentials`, reads',
      '`warmThroughput.usage`, writes',
      '_Table-level read throughput limit_',
      'logs a day',
      'a month of it',
      'with `usageDetail: "denied"`',
    ],
    rates.map((rate) => {
      const { concurrency, reads, usageWrites } = demandOf(rate);
      return [
        figure(rate),
        brokenAt(rate),
        figure(concurrency),
        figure(rate),
        rate <= apiGateway.defaultRate ? '–' : figure(rate),
        reads <= dynamodb.freshReads ? '–' : figure(reads),
        usageWrites <= dynamodb.freshWrites ? '–' : figure(usageWrites),
        reads <= dynamodb.defaultTableReads ? '–' : figure(reads),
        `${figure(Math.round(logBytesPerDay(rate) / gigabyte))} GB`,
        dollars(totalOf(billOf(sustained(rate, 'all')))),
        dollars(totalOf(billOf(sustained(rate, 'denied')))),
      ];
    }),
  );
}

/** What an account of the usual size meets on its way there, the first one first. */
function brokenAt(rate: number): string {
  const broken = ladder.filter(({ whose, callsPerSecond }) => whose === 'all calls' && callsPerSecond < rate);
  return broken.length === 0 ? 'nothing' : broken.map(({ name }) => name).join(', ');
}

function logBytesPerDay(callsPerSecond: number): number {
  const { calls, callsPerDelivery } = sustained(callsPerSecond, 'all');
  const functionRuns = functionsPerCall + 1 / callsPerDelivery;
  const bytes = perCall.accessLineBytes + perCall.usageLineBytes + functionRuns * perCall.platformBytes;
  return (calls / daysOfMonth) * bytes;
}

export function billTable(): string {
  const [small, large] = [billOf(million), billOf(billion)];
  const lines = small.map(({ what, how, dollars: few }, at) => [
    what,
    how,
    dollars(few),
    dollars(large[at]?.dollars ?? 0),
  ]);
  const total = ['**Total**', '', ...[small, large].map((bill) => `**${dollars(totalOf(bill))}**`)];
  return markdownTable(['a month of', 'is', '1,000,000 calls', '1,000,000,000 calls'], [...lines, total]);
}

export function webhookTable(): string {
  const bills = [oneByOne, thirdAttempt, busy].map(webhookLines);
  const [lines = []] = bills;
  const rows = lines.map(({ what, how }, at) => [
    what,
    how,
    ...bills.map((bill) => dollars(bill[at]?.dollars ?? 0)),
  ]);
  const total = ['**Total**', '', ...bills.map((bill) => `**${dollars(totalOf(bill))}**`)];
  return markdownTable(
    [
      'a million deliveries',
      'are',
      'one at a time',
      'taken at the third attempt',
      '20 events a second to ten webhooks',
    ],
    [...rows, total],
  );
}

/** What a thousand million calls a day take, evenly and at three times that in the busiest hour. */
export function daySettingsTable(): string {
  const evenly = Math.ceil(billion.calls / secondsOfDay);
  const rates = [evenly, 3 * evenly].map((rate) => ({ rate, demand: demandOf(rate) }));
  const line = (what: string, amount: (each: (typeof rates)[number]) => number) => [
    what,
    ...rates.map((each) => figure(amount(each))),
  ];
  return markdownTable(
    ['of', 'evenly', 'in the busiest hour'],
    [
      line('calls a second, `throttle.rateLimit`, _Throttle rate_', ({ rate }) => rate),
      line('Lambda, _Concurrent executions_', ({ demand }) => demand.concurrency),
      line('table Credentials, reads a second', ({ demand }) => demand.reads),
      line('the same, writes, if each key has a limit', ({ demand }) => demand.limitedWrites),
      line('table Usage, writes a second at most', ({ demand }) => demand.usageWrites),
      line('users at least', ({ rate }) => Math.ceil(rate / dynamodb.partitionReads)),
      line('keys at least, if each has a limit', ({ rate }) => Math.ceil(rate / dynamodb.partitionWrites)),
    ],
  );
}

export function dayBillTable(): string {
  const lines = billOf(billionADay);
  const total = totalOf(lines);
  const sums = new Map<string, number>();
  for (const { what, dollars: sum } of lines) {
    const [part = what] = what.split(',');
    sums.set(part, (sums.get(part) ?? 0) + sum);
  }
  const largest = [...sums]
    .toSorted(([, left], [, right]) => right - left)
    .filter(([, sum]) => sum > total / 1000);
  return markdownTable(
    ['of a month', 'dollars', 'share'],
    [
      ...largest.map(([what, sum]) => [what, dollars(sum), `${Math.round((100 * sum) / total)}%`]),
      ['**All**', `**${dollars(total)}**`, ''],
      ['a million calls', dollars(total / (billionADay.calls / 1_000_000)), ''],
    ],
  );
}

export function priceTable(): string {
  const names = Object.keys(prices) as PriceName[];
  return markdownTable(
    ['price', 'for', 'dollars', 'source'],
    names.map((name) => {
      const { what, unit, tiers, source } = prices[name];
      return [what, unit, tiersText(tiers), source];
    }),
  );
}

function tiersText(tiers: Tiers): string {
  return tiers
    .map(([upTo, price]) => (Number.isFinite(upTo) ? `${price} up to ${figure(upTo)}` : String(price)))
    .join(', then ');
}
