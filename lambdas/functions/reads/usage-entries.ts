import { listBinding, readCursor, writeCursor } from '../../domain/cursor.ts';
import { invalid } from '../../domain/problem.ts';
import { operation, success } from '../../gateway/operation.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import { callerOf } from '../../gateway/request.ts';
import { isUsagePosition } from '../../store/usage-listing.ts';
import { defaultLimit } from '../schemas/paging.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ReadDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { usageEntryList, usageQuery } from './schemas.ts';
import { recordedUntilHeader } from './recorded-until.ts';
import { keptPart, readSpan } from './span.ts';

export const getApiKeyUsage = operation(
  'getApiKeyUsage',
  {
    summary: 'List the calls with an API key',
    description:
      'Newest first, as far as this deployment keeps details of calls. Calls are recorded after they are answered: one ' +
      'that is later than `Usage-Recorded-Until` may still be on its way. A page can be short of its limit where ' +
      'filtering takes long; only a missing `Link` header is the end.',
    tag: 'Usage',
    query: usageQuery,
    success: success(200, usageEntryList),
    example: { answer: [examples.usageEntry] },
  },
  async (
    { query, url, ...request },
    deps: Pick<ReadDependencies, 'keys' | 'listUsage' | 'readRecordedUntil' | 'settings' | 'clock'>,
  ) => {
    const { keys, listUsage, settings, clock } = deps;
    const { cursor, limit = defaultLimit, outcome, ...span } = query;
    const asked = readSpan(span);
    const named = request.pathParameters['id'];
    const binding = listBinding('usage', { ...span, outcome, named });
    const after = cursor === undefined ? null : readPosition(binding, cursor);
    const { id } = await findVisibleKey(named, callerOf(request), keys);
    const now = clock.now();
    const range = keptPart({ from: 0, to: now, ...asked }, settings.usageRetentionDays, now);
    const recordedUntil = await recordedUntilHeader(deps);
    const { items, next } = await takePage(listUsage({ ...range, apiKeyId: id, after }), {
      limit,
      matches: ({ entry }) => entry !== null && (outcome === undefined || entry.outcome === outcome),
      positionOf: ({ position }) => position,
      now: clock.now,
    });
    return {
      body: items.flatMap(({ entry }) => entry ?? []),
      headers: {
        ...linkHeader(url, query, next === null ? null : writeCursor(binding, next)),
        ...recordedUntil,
      },
    };
  },
);

/** Anybody can make a cursor, and so its position is checked. */
function readPosition(binding: string, cursor: string): string {
  const position = readCursor(binding, cursor);
  if (!isUsagePosition(position)) throw invalid('cursor', 'Use the cursor of the Link header, unchanged');
  return position;
}
