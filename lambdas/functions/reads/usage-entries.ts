import { listBinding } from '../../domain/cursor.ts';
import { matchesUsage } from '../../domain/usage/usage-filter.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { isUsagePosition } from '../../store/usage-listing.ts';
import { takeListPage } from '../list.ts';
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
    request,
    deps: Pick<ReadDependencies, 'keys' | 'listUsage' | 'readRecordedUntil' | 'settings' | 'clock'>,
  ) => {
    const { keys, listUsage, settings, clock } = deps;
    const { cursor: _, limit: __, from, to, ...filter } = request.query;
    const span = { from, to };
    const asked = readSpan(span);
    const named = request.pathParameters['id'];
    const { id } = await findVisibleKey(named, callerOf(request), keys);
    const now = clock.now();
    const range = keptPart({ from: 0, to: now, ...asked }, settings.usageRetentionDays, now);
    const recordedUntil = await recordedUntilHeader(deps);
    const { items, headers } = await takeListPage(
      request,
      listBinding('usage', { ...span, ...filter, named }),
      {
        list: (after) => listUsage({ ...range, apiKeyId: id, after }),
        isPosition: isUsagePosition,
        matches: ({ entry }) => matchesUsage(entry, filter),
        positionOf: ({ position }) => position,
        now: clock.now,
      },
    );
    return { body: items.map(({ entry }) => entry), headers: { ...headers, ...recordedUntil } };
  },
);
