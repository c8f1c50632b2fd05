import { listBinding, readCursor, writeCursor } from '../../domain/cursor.ts';
import { mayBeBroad } from '../../domain/keys/breadth.ts';
import { isSortText, sortTexts } from '../../domain/keys/api-key-listing.ts';
import {
  addToCounts,
  type KeyCounts,
  noKeys,
  readCountingState,
  unusedSince,
  writeCountingState,
} from '../../domain/keys/key-counts.ts';
import { operation, success } from '../../gateway/operation.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import { callerOf } from '../../gateway/request.ts';
import { apiKeyCounts } from './counts-schema.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { timestamp } from './present.ts';
import { apiKeyCountsQuery } from './queries.ts';
import { readFilter } from './read-filter.ts';
import { type SelectionDependencies, selectFrom } from './selection.ts';

/** Newest first: keys that are minted while it is counted do not come into it. */
const sort = { field: 'createdAt', descending: true } as const;
/** Keys of the first read. */
const expected = 500;
const isPlace = (text: string) => isSortText(sort.field, text);

export const countApiKeys = operation(
  'countApiKeys',
  {
    summary: 'Count API keys',
    description:
      'Of the keys that the list with the same filters has: how many there are of each kind. Those with ' +
      '`api-keys:manage` count all keys, everybody else their own. An answer has what was counted within two seconds, ' +
      'and its `Link` leads to one that has more, itself included; only without one the counts are whole. All of them ' +
      'are as of `asOf`, when the first answer was asked for.',
    tag: 'API keys',
    query: apiKeyCountsQuery,
    success: success(200, apiKeyCounts),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    example: { answer: examples.counts },
  },
  async (request, deps: SelectionDependencies & Pick<ApiKeyDependencies, 'listKeys' | 'clock'>) => {
    const { cursor, ...query } = request.query;
    const { filter, owner } = readFilter(query, callerOf(request));
    const binding = listBinding('api-key-counts', { ...query, owner });
    const { asOf, counts, after } = readState(binding, cursor, deps.clock.now());
    const since = unusedSince(asOf);
    const keys = deps.listKeys({ sort, owner, after, expected });
    const parts = selectFrom(
      keys,
      { ...filter, now: asOf, wantsUse: (key) => key.createdAt < since || mayBeBroad(key, asOf) },
      deps,
    );
    const { items, next } = await takePage(parts, {
      limit: Number.POSITIVE_INFINITY,
      matches: () => true,
      positionOf: (key) => sortTexts(key)[sort.field],
      now: deps.clock.now,
    });
    const sums = addToCounts(counts, items, asOf);
    const state = next === null ? null : writeCountingState({ asOf, counts: sums, after: next });
    return {
      body: present(sums, asOf),
      headers: linkHeader(request.url, query, state === null ? null : writeCursor(binding, state)),
    };
  },
);

/** What was counted before; a cursor carries it, so that it is kept nowhere. */
function readState(binding: string, cursor: string | undefined, now: number) {
  const isState = (text: string) => {
    const state = readCountingState(text, isPlace);
    return state !== null && state.asOf <= now;
  };
  const read = cursor === undefined ? null : readCountingState(readCursor(binding, cursor, isState), isPlace);
  return read ?? { asOf: now, counts: noKeys, after: null };
}

function present(counts: KeyCounts, asOf: number) {
  const { total, active, paused, expired, expiring, neverExpiring, unused, unrotated, unlimited, broad } =
    counts;
  return {
    asOf: timestamp(asOf),
    total,
    byStatus: { active, paused, expired },
    byType: { admin: counts.admin, 'end-user': counts['end-user'] },
    expiring,
    neverExpiring,
    unused,
    unrotated,
    unlimited,
    broad,
  };
}
