import type { WebhookRound } from '../parts/webhooks.ts';
import type { Sections } from '../results.ts';
import { median } from '../statistics.ts';
import { atLeast, atMost, type Claim, exactly } from './claim.ts';
import { consoleShows } from './console-shows.ts';
import { ratio } from './ratio.ts';

function pair(
  some: readonly WebhookRound[],
  others: readonly WebhookRound[],
  name: keyof WebhookRound,
): [number[], number[]] {
  return [some.map((round) => round[name]), others.map((round) => round[name])];
}

/** What each part has to show, as far as it was measured; the numbers are the hot path's promises. */
export const shows: {
  readonly [Name in keyof Sections]: (result: Sections[Name]) => readonly Claim[];
} = {
  console: consoleShows,

  requests(counts) {
    const of = (id: string) => counts.find((count) => count.id === id);
    const requests = (id: string, label: string, expected: number) =>
      exactly(`1. Requests, ${label}`, of(id)?.requests ?? Number.NaN, expected);
    return [
      requests('malformed', 'malformed', 0),
      requests('unlimited', 'valid', 1),
      requests('denied', 'denied', 1),
      requests('expired', 'expired', 1),
      requests('unknown', 'unknown', 1),
      requests('first-sight', "a key's first sight in a container", 2),
      requests('limited', 'valid and limited', 2),
      requests('first-sight-limited', "a limited key's first sight", 3),
      requests('role-due', 'a role definition due', 2),
      requests('worst', 'worst case', 4),
      requests('foreign-unlimited', 'a foreign route, valid', 1),
      requests('foreign-limited', 'a foreign route, valid and limited', 2),
      requests('foreign-worst', 'a foreign route, worst case', 4),
      exactly('1. Writes of an unlimited key', of('unlimited')?.writes ?? Number.NaN, 0),
    ];
  },

  verdicts(results) {
    const p50 = (id: string) =>
      results.find((result) => result.id === id)?.rounds.map(({ p50Ms }) => p50Ms) ?? [];
    const rate = (id: string) =>
      results.find((result) => result.id === id)?.rounds.map(({ perSecond }) => perSecond) ?? [];
    const slower = (text: string, one: string, other: string, bound: number) => {
      const { value, spread } = ratio(p50(one), p50(other));
      return atMost(text, value, bound, spread);
    };
    const cpu = (id: string) =>
      results.find((result) => result.id === id)?.rounds.map(({ cpuMs }) => cpuMs) ?? [];
    const cheaper = (text: string, one: string, other: string, bound: number) => {
      const { value, spread } = ratio(cpu(one), cpu(other));
      return atMost(text, value, bound, spread);
    };
    const throughput = ratio(rate('ours-unlimited'), rate('sdk-get'));
    const bytes = results.find(({ id }) => id === 'ours-unlimited')?.bundleBytes ?? {};
    const first = bytes['index.js'] ?? Number.NaN;
    return [
      slower('2. Unlimited, p50 of a signed BatchGetItem', 'ours-unlimited', 'signed-batch-get', 1.2),
      slower('2. Unlimited, p50 of an SDK GetItem', 'ours-unlimited', 'sdk-get', 0.75),
      atLeast("2. Unlimited, the SDK's throughput at 32", throughput.value, 2.3, throughput.spread),
      slower('2. Limited, p50 of the same calls by the SDK', 'ours-limited', 'sdk-read-and-spend', 0.7),
      slower('2. Foreign route, unlimited, p50 of an own one', 'foreign-unlimited', 'ours-unlimited', 1.2),
      slower('2. Foreign route, limited, p50 of an own one', 'foreign-limited', 'ours-limited', 1.2),
      cheaper('2. Foreign route, unlimited, CPU of an own one', 'foreign-unlimited', 'ours-unlimited', 1.3),
      slower('3. Unlimited, p50 of better-auth on SQLite', 'ours-unlimited', 'better-auth-sqlite', 1),
      cheaper('3. Unlimited, CPU of the same over node:http', 'ours-unlimited', 'authorizer-over-http', 0.8),
      cheaper(
        '3. Limited, CPU of the same over node:http',
        'ours-limited',
        'authorizer-over-http-limited',
        0.8,
      ),
      atMost("4. KB of the authorizer's first chunk", first / 1_024, 30),
      atLeast('4. Chunks of the authorizer', Object.keys(bytes).length, 2),
    ];
  },

  coldStarts(results) {
    const starts = (id: string) => results.find((result) => result.id === id)?.starts ?? [];
    const empty = starts('empty').map(({ readyMs }) => readyMs);
    const ours = starts('ours-unlimited');
    const ready = ratio(
      ours.map(({ readyMs }) => readyMs),
      empty,
    );
    const verdict = ratio(
      ours.map(({ verdictMs }) => verdictMs),
      empty,
    );
    return [
      atMost('4. Start to ready, of an empty handler', ready.value, 1.5, ready.spread),
      atMost('4. Start to first verdict, of an empty handler', verdict.value, 2.2, verdict.spread),
    ];
  },

  laptop: () => [],
  client: () => [],

  cli({ empty, version }) {
    const { value, spread } = ratio(version, empty);
    return [atMost('7. Start of the command line, of an empty node', value, 1.5, spread)];
  },

  webhooks({ none, eight, ten }) {
    const arrival = ratio(...pair(ten, eight, 'arrivalP95Ms'));
    const logged = ratio(...pair(ten, none, 'exportP95Ms'));
    const beside = '8. 95% at eight webhooks beside a dead and a slow one, of that without these';
    return [
      atMost(beside, arrival.value, 1.2, arrival.spread),
      atMost('8. 95% in the audit log, of that without webhooks', logged.value, 1.2, logged.spread),
    ];
  },

  scale(results) {
    const sorted = results.toSorted((a, b) => a.keys - b.keys);
    const [smallest, largest] = [sorted[0], sorted.at(-1)];
    const thousand = sorted.find(({ keys }) => keys >= 1_000);
    if (smallest === undefined || largest === undefined || thousand === undefined) return [];
    const pick = (
      { rounds }: typeof largest,
      name: 'verdictP50Ms' | 'createP50Ms' | 'firstPageP50Ms',
    ): number[] => rounds.map((round) => round[name]);
    const flat = ratio(pick(largest, 'verdictP50Ms'), pick(smallest, 'verdictP50Ms'));
    const create = ratio(pick(largest, 'createP50Ms'), pick(thousand, 'createP50Ms'));
    const page = ratio(pick(largest, 'firstPageP50Ms'), pick(thousand, 'firstPageP50Ms'));
    const [most, least] = [largest.keys, smallest.keys];
    const search = `5. Search for nothing at ${most} keys`;
    return [
      atMost(`5. Verdict at ${most} keys, of ${least}`, flat.value, 1.15, flat.spread),
      atMost(`5. Create at ${most} keys, of ${thousand.keys}`, create.value, 2, create.spread),
      atMost(`5. First page at ${most} keys, of ${thousand.keys}`, page.value, 2, page.spread),
      // Between the bound and its answer lies one page of the index.
      atMost(`${search}, seconds`, largest.searchMs / 1_000, 2.5),
      {
        text: `${search}, Link unless all were looked at`,
        measured: largest.searchHasLink ? 'yes' : 'no',
        holds: largest.searchHasLink || largest.searchMs < 2_000,
      },
      ...results.flatMap(({ keys, overviews = [] }) =>
        overviews.map(({ question, slowestMs }) =>
          atMost(`5. ${question} at ${keys} keys, seconds`, slowestMs / 1_000, 2.5),
        ),
      ),
    ];
  },

  soak({ wrong, unexpectedThrows, outage, afterFirstMinute, atEnd }) {
    const heap = atEnd.heapBytes / afterFirstMinute.heapBytes;
    return [
      atMost('6. Heap at the end, of that after the first minute', heap, 1.1),
      atMost(
        '6. RSS at the end, of that after the first minute',
        atEnd.rssBytes / afterFirstMinute.rssBytes,
        1.1,
      ),
      exactly('6. Untrue answers', wrong, 0),
      exactly('6. Errors while DynamoDB answered', unexpectedThrows, 0),
      exactly(
        `6. Verdicts in the ${median([outage.seconds]).toFixed(0)} s without DynamoDB`,
        outage.answered,
        0,
      ),
      atMost('6. Seconds to recovery', outage.recoveryMs / 1_000, 1),
    ];
  },
};
