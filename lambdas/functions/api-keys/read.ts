import { listBinding } from '../../domain/cursor.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import { type ApiKeyFilter, asksForUse } from '../../domain/keys/api-key-filter.ts';
import { type ApiKeySort, isSortText, sortFields, sortTexts } from '../../domain/keys/api-key-listing.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import type { ExpiryRange } from '../../store/api-key-listing.ts';
import { takeListPage } from '../list.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { withLastUse } from './last-use.ts';
import { answerWith, presentApiKey } from './present.ts';
import { apiKeysQuery } from './queries.ts';
import { readFilter } from './read-filter.ts';
import { apiKey, apiKeyList } from './schemas.ts';
import { type SelectionDependencies, selectFrom } from './selection.ts';

export const getApiKey = operation(
  'getApiKey',
  {
    summary: 'Read an API key',
    description:
      'The record as it stands now: reading one key is strongly consistent. Its secret is not in it.',
    tag: 'API keys',
    success: success(200, apiKey, 'ETag'),
    example: { answer: examples.key },
  },
  async (request, deps: Pick<ApiKeyDependencies, 'keys' | 'clock' | 'readLastUses'>) => {
    const key = await findVisibleKey(request.pathParameters['id'], callerOf(request), deps.keys);
    const lastUses = await deps.readLastUses([key.id]);
    return answerWith(withLastUse(key, lastUses.get(key.id)), deps.clock.now());
  },
);

export const listApiKeys = operation(
  'listApiKeys',
  {
    summary: 'List API keys',
    description:
      'Those with `api-keys:manage` see all keys, everybody else their own. Filters narrow that down, and several values ' +
      'of one stand with commas between them (`status=active,paused`). A page can be short of its limit where filtering ' +
      'takes long; only a missing `Link` header is the end. A list may trail changes by a moment.',
    tag: 'API keys',
    query: apiKeysQuery,
    success: success(200, apiKeyList),
    problems: ['INSUFFICIENT_PERMISSIONS'],
    example: { answer: [examples.key] },
  },
  async (request, deps: SelectionDependencies & Pick<ApiKeyDependencies, 'listKeys' | 'clock'>) => {
    const { cursor: _, limit: __, sort: sortText, ...query } = request.query;
    const { filter, owner } = readFilter(query, callerOf(request));
    const sort = readSort(sortText);
    const now = deps.clock.now();
    const { items, headers } = await takeListPage(
      request,
      listBinding('api-keys', { ...query, owner, sort }),
      {
        // One more than a page holds tells whether there is another.
        list: (after, limit) =>
          selectFrom(
            deps.listKeys({ sort, owner, after, expected: limit + 1, ...expiryOf(filter) }),
            { ...filter, now },
            deps,
          ),
        isPosition: (text) => isSortText(sort.field, text),
        matches: () => true,
        positionOf: (key) => sortTexts(key)[sort.field],
        now: deps.clock.now,
      },
    );
    const used = asksForUse(filter) ? items : await withLastUses(items, deps);
    return { body: used.map((key) => presentApiKey(key, now)), headers };
  },
);

async function withLastUses(
  keys: readonly ApiKey[],
  { readLastUses }: Pick<ApiKeyDependencies, 'readLastUses'>,
): Promise<ApiKey[]> {
  const lastUses = await readLastUses(keys.map(({ id }) => id));
  return keys.map((key) => withLastUse(key, lastUses.get(key.id)));
}

/** What an order by expiry need not read. */
function expiryOf({ expiresAfter, expiresBefore, neverExpires }: ApiKeyFilter): { expiry?: ExpiryRange } {
  if (expiresAfter === undefined && expiresBefore === undefined && neverExpires === undefined) return {};
  const never = neverExpires === true && expiresAfter === undefined && expiresBefore === undefined;
  return { expiry: { from: expiresAfter ?? null, before: expiresBefore ?? null, never } };
}

function readSort(text = '-createdAt'): ApiKeySort {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  return { field: sortFields.find((field) => field === name) ?? 'createdAt', descending };
}
