import type { ColdStart } from '../parts/cold-starts.ts';
import type { CliResult } from '../parts/cli.ts';
import type { ClientResult } from '../parts/client.ts';
import type { LaptopResult } from '../parts/laptop.ts';
import type { RequestCount } from '../parts/requests.ts';
import type { ScaleResult } from '../parts/scale.ts';
import type { WebhookResult, WebhookRound } from '../parts/webhooks.ts';
import type { VerdictResult } from '../parts/verdicts.ts';
import { median } from '../statistics.ts';
import { prices, totalCost, unitCost } from './cost.ts';
import { ratio } from './ratio.ts';
import { figure, percent, textTable } from './text-table.ts';

const megabyte = 1_000_000;

/** Warm contenders, with their ratios to the SDK's `GetItem` of the same rounds. */
export function verdictTable(results: readonly VerdictResult[]): string {
  const base = results.find(({ id }) => id === 'sdk-get');
  const empty = results.find(({ id }) => id === 'empty');
  const rows = results.map(({ label, rounds, p99Ms, rssBytes, bundleBytes }) => {
    const p50 = rounds.map(({ p50Ms }) => p50Ms);
    const rate = rounds.map(({ perSecond }) => perSecond);
    const toBase = ratio(p50, base?.rounds.map(({ p50Ms }) => p50Ms) ?? []);
    const rateToBase = ratio(rate, base?.rounds.map(({ perSecond }) => perSecond) ?? []);
    return [
      label,
      figure(median(p50)),
      figure(toBase.value),
      percent(toBase.spread),
      figure(p99Ms),
      figure(median(rate)),
      figure(rateToBase.value),
      percent(rateToBase.spread),
      figure(median(rounds.map(({ cpuMs }) => cpuMs))),
      figure((rssBytes - (empty?.rssBytes ?? 0)) / megabyte),
      Object.values(bundleBytes)
        .toSorted((a, b) => b - a)
        .map((bytes) => figure(bytes / 1_024))
        .join('+'),
    ];
  });
  const headings = [
    'Warm',
    'p50 ms',
    '× SDK',
    'noise',
    'p99 ms',
    'calls/s at 32',
    '× SDK',
    'noise',
    'CPU ms',
    'RSS MB',
    'bundle KB',
  ];
  return `${textTable(headings, rows)}\nRSS: above the empty handler's.`;
}

export function requestTable(counts: readonly RequestCount[]): string {
  const rows = counts.map((count) => [
    count.label,
    String(count.requests),
    String(count.writes),
    figure(count.readUnits),
    figure(count.writeUnits),
    `$${unitCost(count).toFixed(3)}`,
    `$${totalCost(count).toFixed(2)}`,
  ]);
  const headings = [
    'DynamoDB per verdict',
    'requests',
    'writes',
    'read units',
    'write units',
    'a million',
    'in all',
  ];
  const stated =
    `Dollars a million, us-east-1: read unit ${prices.readUnit}, write unit ${prices.writeUnit}; in all: REST call ` +
    `${prices.restCall}, Lambda call ${prices.lambdaCall}, 20 ms of 256 MB on arm64 ${figure(prices.lambdaDuration)}.`;
  return `${textTable(headings, rows)}\n${stated}`;
}

export function coldStartTable(results: readonly ColdStart[]): string {
  const empty = results.find(({ id }) => id === 'empty')?.starts ?? [];
  const emptyReady = empty.map(({ readyMs }) => readyMs);
  const rows = results.map(({ label, starts }) => {
    const ready = starts.map(({ readyMs }) => readyMs);
    const verdict = starts.map(({ verdictMs }) => verdictMs);
    const toEmpty = ratio(ready, emptyReady);
    return [
      label,
      figure(median(ready)),
      figure(toEmpty.value),
      percent(toEmpty.spread),
      figure(median(verdict)),
      figure(ratio(verdict, emptyReady).value),
      figure(median(starts.map(({ cpuMs }) => cpuMs))),
    ];
  });
  return textTable(['Cold start', 'ready ms', '× empty', 'noise', 'verdict ms', '× empty', 'CPU ms'], rows);
}

export function laptopTable({ laptop, bare }: LaptopResult): string {
  const rows = Object.entries({ 'GET /me on the laptop': laptop, 'bare node:http': bare }).map(
    ([label, rounds]) => [
      label,
      figure(median(rounds.map(({ p50Ms }) => p50Ms))),
      figure(median(rounds.map(({ p99Ms }) => p99Ms))),
      figure(median(rounds.map(({ perSecond }) => perSecond))),
    ],
  );
  return textTable(['Laptop', 'p50 ms', 'p99 ms', 'calls/s at 32'], rows);
}

export function clientTable({ fetch, client, byContext, byVerify }: ClientResult): string {
  const row = (label: string, p50Ms: readonly number[], base: readonly number[]) => {
    const { value, spread } = ratio(p50Ms, base);
    return [label, figure(median(p50Ms)), figure(value), percent(spread)];
  };
  const rows = [
    row('fetch of a server that does nothing', fetch, fetch),
    row('the same by the client', client, fetch),
    row("protect() by the authorizer's context", byContext, byVerify),
    row('protect() by POST /verify on the laptop', byVerify, byVerify),
  ];
  return textTable(['TypeScript client', 'p50 ms', 'ratio', 'noise'], rows);
}

export function cliTable({ empty, version, help }: CliResult): string {
  const row = (label: string, p50Ms: readonly number[]) => {
    const { value, spread } = ratio(p50Ms, empty);
    return [label, figure(median(p50Ms)), figure(value), percent(spread)];
  };
  const rows = [
    row('node -e 0', empty),
    row('latchkey --version', version),
    row('latchkey keys list --help', help),
  ];
  return textTable(['Command line', 'p50 ms', 'ratio', 'noise'], rows);
}

export function scaleTable(results: readonly ScaleResult[]): string {
  const rows = results.map((result) => {
    const { keys, rounds, databaseBytes, loadingSeconds } = result;
    return [
      String(keys),
      figure(median(rounds.map(({ verdictP50Ms }) => verdictP50Ms))),
      figure(median(rounds.map(({ verdictsPerSecond }) => verdictsPerSecond))),
      figure(median(rounds.map(({ createP50Ms }) => createP50Ms))),
      figure(median(rounds.map(({ firstPageP50Ms }) => firstPageP50Ms))),
      `${figure(result.deepPageP50Ms)} at ${result.deepPageAt}`,
      `${figure(result.searchMs)}${result.searchHasLink ? ', Link' : ''}`,
      figure(databaseBytes / megabyte),
      figure(loadingSeconds),
    ];
  });
  const headings = [
    'Keys',
    'verdict ms',
    'verdicts/s',
    'create ms',
    'first page ms',
    'deep page ms',
    'search ms',
    'database MB',
    'loaded in s',
  ];
  return textTable(headings, rows);
}

/** Filters, counts and the summary of usage, of the sizes that were asked for them. */
export function overviewTable(results: readonly ScaleResult[]): string {
  const rows = results.flatMap(({ keys, overviews = [] }) =>
    overviews.map((each) => [
      each.question,
      String(keys),
      `${each.answers}${each.isWhole ? '' : '+'}`,
      figure(each.slowestMs),
      String(each.requests),
      figure(each.readUnits),
      figure(each.readUnitsInAll),
    ]),
  );
  const headings = ['Question', 'keys', 'answers', 'slowest ms', 'requests', 'read units', 'units in all'];
  return textTable(headings, rows);
}

export function webhookTable({ none, eight, ten }: WebhookResult): string {
  const row = (label: string, rounds: readonly WebhookRound[], base: readonly WebhookRound[]) => {
    const of = (name: keyof WebhookRound) => rounds.map((round) => round[name]);
    const { value, spread } = ratio(
      of('arrivalP95Ms'),
      base.map(({ arrivalP95Ms }) => arrivalP95Ms),
    );
    return [
      label,
      figure(median(of('exportP50Ms'))),
      figure(median(of('exportP95Ms'))),
      figure(median(of('arrivalP50Ms'))),
      figure(median(of('arrivalP95Ms'))),
      figure(value),
      percent(spread),
    ];
  };
  const rows = [
    row('without webhooks', none, none),
    row('eight that answer', eight, eight),
    row('and a dead and a slow one', ten, eight),
  ];
  const headings = ['20 changes/s', 'log p50 ms', 'p95', 'webhook p50 ms', 'p95', 'ratio', 'noise'];
  return textTable(headings, rows);
}
