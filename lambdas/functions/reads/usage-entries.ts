import { listBinding, readCursor, writeCursor } from '../../domain/cursor.ts';
import { invalid } from '../../domain/problem.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { isUsagePosition } from '../../store/usage-listing.ts';
import { defaultLimit } from '../schemas/paging.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ReadDependencies } from './dependencies.ts';
import type { UsageQuery } from './schemas.ts';
import { keptPart, readSpan } from './usage-range.ts';

/** `GET /api-keys/{id}/usage`: a key's calls, newest first, for its owner or a manager. */
export async function listKeyUsage(
  { query, url, ...request }: ApiRequest<UsageQuery, unknown>,
  { keys, listUsage, settings, clock }: ReadDependencies,
): Promise<ApiResponse> {
  const { cursor, limit, outcome, ...span } = query;
  const asked = readSpan(span);
  const named = request.pathParameters['id'];
  const binding = listBinding('usage', { ...span, outcome, named });
  const after = cursor === undefined ? null : readPosition(binding, cursor);
  const { id } = await findVisibleKey(named, callerOf(request), keys);
  const now = clock.now();
  const range = keptPart({ from: 0, to: now, ...asked }, settings.usageRetentionDays, now);
  const { items, next } = await takePage(listUsage({ ...range, apiKeyId: id, after }), {
    limit: limit === undefined ? defaultLimit : Number(limit),
    matches: ({ entry }) => entry !== null && (outcome === undefined || entry.outcome === outcome),
    positionOf: ({ position }) => position,
    now: clock.now,
  });
  return {
    status: 200,
    body: items.map(({ entry }) => entry),
    headers: linkHeader(url, query, next === null ? null : writeCursor(binding, next)),
  };
}

/** A cursor proves no origin: whatever position it has is checked. */
function readPosition(binding: string, cursor: string): string {
  const position = readCursor(binding, cursor);
  if (!isUsagePosition(position)) throw invalid('cursor', 'Use the cursor of the Link header, unchanged');
  return position;
}
