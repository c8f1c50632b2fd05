import type { ConsoleResult } from '../parts/console.ts';
import { median, percentile } from '../statistics.ts';
import { atMost, type Claim } from './claim.ts';
import { ratio } from './ratio.ts';
import { figure, textTable } from './text-table.ts';

/** The console's budgets, in KB of 1,024 bytes. */
const budgets = { listScripts: 400, listStyles: 72, otherPage: 60, calls: 3, growth: 1.3 } as const;

/** What the console has to keep within. */
export function consoleShows({ weights, lists }: ConsoleResult): readonly Claim[] {
  const { list, callsToFirstRow, others } = weights;
  const heaviest = others.toSorted((a, b) => bytesOf(b) - bytesOf(a))[0];
  const sorted = lists.toSorted((a, b) => a.keys - b.keys);
  const [least, most] = [sorted[0], sorted.at(-1)];
  const inCalls = (rounds: ConsoleResult['lists'][number]['rounds'] = []) =>
    rounds.map(({ listMs, callMs }) => listMs / callMs);
  const growth = ratio(inCalls(most?.rounds), inCalls(least?.rounds));
  return [
    atMost('7. KB of JavaScript to the first list, Brotli', kilobytes(list.scriptBytes), budgets.listScripts),
    atMost('7. KB of CSS to the first list, Brotli', kilobytes(list.styleBytes), budgets.listStyles),
    atMost(
      `7. KB more of the heaviest other page, ${heaviest?.path.replace(/[0-9a-f-]{36}/, '{id}') ?? 'none'}`,
      kilobytes(heaviest === undefined ? Number.NaN : bytesOf(heaviest)),
      budgets.otherPage,
    ),
    atMost('7. API calls to the first row', callsToFirstRow, budgets.calls),
    atMost(
      `7. Usable list at ${most?.keys ?? 0} keys, of ${least?.keys ?? 0}, each in calls of the API`,
      growth.value,
      budgets.growth,
      growth.spread,
    ),
  ];
}

/** What each page weighs, and how long lists take. */
export function consoleTable({ weights: { list, others }, lists }: ConsoleResult): string {
  const row = ({ path, scriptBytes, styleBytes }: (typeof others)[number]) => [
    path.replace(/[0-9a-f-]{36}/, '{id}'),
    figure(kilobytes(scriptBytes)),
    figure(kilobytes(styleBytes)),
  ];
  const weights = textTable(
    ['Console, Brotli, fonts aside', 'JavaScript KB', 'CSS KB'],
    [row(list), ...others.map((other) => row({ ...other, path: `+ ${other.path}` }))],
  );
  const times = lists.map(({ keys, rounds }) => [
    String(keys),
    figure(median(rounds.map(({ listMs }) => listMs))),
    figure(
      percentile(
        rounds.map(({ listMs }) => listMs),
        0.9,
      ),
    ),
    figure(median(rounds.map(({ callMs }) => callMs))),
    figure(median(rounds.map(({ listMs, callMs }) => listMs / callMs))),
  ]);
  const headings = ['Reload to a usable list, keys', 'p50 ms', 'p90 ms', 'GET /me ms', 'list in calls'];
  return `${weights}\n\n${textTable(headings, times)}`;
}

function bytesOf({ scriptBytes, styleBytes }: { scriptBytes: number; styleBytes: number }): number {
  return scriptBytes + styleBytes;
}

function kilobytes(bytes: number): number {
  return bytes / 1_024;
}
