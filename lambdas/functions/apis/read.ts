import { listBinding } from '../../domain/cursor.ts';
import { operation, success } from '../../gateway/operation.ts';
import { bytesOfJson, takeListPage } from '../list.ts';
import type { ProtectedApiDependencies } from './dependencies.ts';
import { examples } from './examples.ts';
import { findApi } from './find.ts';
import { presentApi, versionHeaders } from './present.ts';
import { apiNameField, apisQuery, protectedApi, protectedApiList } from './schemas.ts';

export const listApis = operation(
  'listApis',
  {
    summary: 'List protected APIs',
    description:
      'In the order of their names. A list may trail changes by a moment, and a page of large ones can be short of its ' +
      'limit; only a missing `Link` header is the end.',
    tag: 'Protected APIs',
    query: apisQuery,
    success: success(200, protectedApiList),
    example: { answer: [examples.api] },
  },
  async (request, { lister, clock }: ProtectedApiDependencies) => {
    const { items, headers } = await takeListPage(request, listBinding('apis', {}), {
      list: (after) => lister.apis(after),
      isPosition: (text) => apiNameField.safeParse(text).success,
      matches: () => true,
      positionOf: ({ name }) => name,
      bytesOf: bytesOfJson,
      now: clock.now,
    });
    return { body: items.map(presentApi), headers };
  },
);

export const getApi = operation(
  'getApi',
  {
    summary: 'Read a protected API',
    description: 'The API as it stands now: reading one is strongly consistent.',
    tag: 'Protected APIs',
    success: success(200, protectedApi, 'ETag'),
    example: { answer: examples.api },
  },
  async (request, deps: ProtectedApiDependencies) => {
    const found = await findApi(request, deps);
    return { body: presentApi(found), headers: versionHeaders(found) };
  },
);
