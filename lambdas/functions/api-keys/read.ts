import { listBinding } from '../../domain/cursor.ts';
import {
  type ApiKeySort,
  isSortText,
  matchesFilter,
  sortFields,
  sortTexts,
} from '../../domain/keys/api-key-listing.ts';
import { isManager } from '../../domain/keys/giving.ts';
import { normalizeUserId } from '../../domain/people/user.ts';
import { operation, success } from '../../gateway/operation.ts';
import { callerOf } from '../../gateway/request.ts';
import { takeListPage } from '../list.ts';
import { findVisibleKey } from '../visible-key.ts';
import type { ApiKeyDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { withLastUse } from './last-use.ts';
import { answerWith, presentApiKey } from './present.ts';
import { apiKey, apiKeyList, apiKeysQuery } from './schemas.ts';

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
      'Those with `api-keys:manage` see all keys, everybody else their own. A page can be short of its limit where ' +
      'filtering takes long; only a missing `Link` header is the end. A list may trail changes by a moment.',
    tag: 'API keys',
    query: apiKeysQuery,
    success: success(200, apiKeyList),
    example: { answer: [examples.key] },
  },
  async (
    request,
    { listKeys, readLastUses, clock }: Pick<ApiKeyDependencies, 'listKeys' | 'readLastUses' | 'clock'>,
  ) => {
    const caller = callerOf(request);
    const { cursor: _, limit: __, sort: sortText, ...filter } = request.query;
    const userId = filter.userId === undefined ? undefined : normalizeUserId(filter.userId);
    const owner = isManager(caller) ? (userId ?? null) : caller.userId;
    const sort = readSort(sortText);
    const binding = listBinding('api-keys', { ...filter, owner, sort });
    const now = clock.now();
    const { items, headers } = await takeListPage(request, binding, {
      // One more than a page holds tells whether there is another.
      list: (after, limit) => listKeys({ sort, owner, after, expected: limit + 1 }),
      isPosition: (text) => isSortText(sort.field, text),
      matches: (key) => matchesFilter(key, { ...filter, userId }, now),
      positionOf: (key) => sortTexts(key)[sort.field],
      now: clock.now,
    });
    const lastUses = await readLastUses(items.map(({ id }) => id));
    const body = items.map((key) => presentApiKey(withLastUse(key, lastUses.get(key.id)), now));
    return { body, headers };
  },
);

function readSort(text = '-createdAt'): ApiKeySort {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  return { field: sortFields.find((field) => field === name) ?? 'createdAt', descending };
}
