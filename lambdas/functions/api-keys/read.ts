import { type ApiKeySort, matchesFilter, sortFields, sortTexts } from '../../domain/keys/api-key-listing.ts';
import { listBinding, readCursor, writeCursor } from '../../domain/cursor.ts';
import { isManager } from '../../domain/keys/giving.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import type { ApiResponse } from '../../gateway/api-handler.ts';
import { linkHeader, takePage } from '../../gateway/page.ts';
import { type ApiRequest, callerOf } from '../../gateway/request.ts';
import { defaultLimit } from '../schemas/paging.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { presentApiKey, versionHeaders } from './present.ts';
import type { ListApiKeysQuery } from './schemas.ts';

/** `GET /api-keys/{id}`: strongly consistent. */
export async function getApiKey(
  request: ApiRequest<unknown, unknown>,
  deps: ApiKeyDependencies,
): Promise<ApiResponse> {
  const key = await findVisibleKey(request.pathParameters['id'], callerOf(request), deps.keys);
  return { status: 200, body: presentApiKey(key, deps.clock.now()), headers: versionHeaders(key) };
}

/** `GET /api-keys`: a manager sees all keys, everybody else their own. */
export async function listApiKeys(
  { query, url, ...request }: ApiRequest<ListApiKeysQuery, unknown>,
  { listKeys, clock }: ApiKeyDependencies,
): Promise<ApiResponse> {
  const caller = callerOf(request);
  const { cursor, limit, sort: sortText, ...filter } = query;
  const userId = filter.userId === undefined ? undefined : normalizeUserId(filter.userId);
  const owner = isManager(caller) ? (userId ?? null) : caller.userId;
  const sort = readSort(sortText);
  const binding = listBinding('api-keys', { ...filter, owner, sort });
  const after = cursor === undefined ? null : readCursor(binding, cursor);
  const now = clock.now();
  const size = limit === undefined ? defaultLimit : Number(limit);
  // One more than a page holds tells whether there is another.
  const { items, next } = await takePage(listKeys({ sort, owner, after, expected: size + 1 }), {
    limit: size,
    matches: (key) => matchesFilter(key, { ...filter, userId }, now),
    positionOf: (key) => sortTexts(key)[sort.field],
    now: clock.now,
  });
  return {
    status: 200,
    body: items.map((key) => presentApiKey(key, now)),
    headers: linkHeader(url, query, next === null ? null : writeCursor(binding, next)),
  };
}

function readSort(text = '-createdAt'): ApiKeySort {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  return { field: sortFields.find((field) => field === name) ?? 'createdAt', descending };
}
