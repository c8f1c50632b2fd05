import type { ProtectedApi } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { moment } from '../../output/moments.ts';
import type { View } from '../../output/view.ts';
import { offeredNames } from '../completion/offered.ts';

/** Protected APIs, as lists and records show them. */
export const apiView: View<ProtectedApi> = {
  columns: [
    { title: 'api', value: ({ name }) => name },
    {
      title: 'gateway',
      value: ({ gateway: { accountId, apiId, stage } }) => `${accountId}/${apiId}/${stage}`,
    },
    { title: 'enforcement', value: ({ enforcement }) => enforcement },
    { title: 'routes', value: ({ routes }) => String(routes.length) },
    { title: 'managed by', value: ({ managedBy }) => managedBy ?? 'nothing' },
  ],
  details: [
    { title: 'description', value: ({ description }) => description },
    { title: 'people', value: ({ people }) => (people ? 'let in' : 'refused') },
    { title: 'unauthenticated', value: ({ unauthenticated }) => unauthenticated },
    { title: 'updated', value: ({ updatedAt }) => moment(updatedAt) },
  ],
  fields: [
    'name',
    'description',
    'enforcement',
    'people',
    'unauthenticated',
    'gateway',
    'routes',
    'routesHash',
    'managedBy',
    'createdAt',
    'updatedAt',
  ],
  name: ({ name }) => name,
};

/** Names of protected APIs, for completion. */
export async function apiNames(context: Context): Promise<readonly string[]> {
  const { items } = await (await context.api()).apis.list(...offeredNames).page();
  return items.map(({ name }) => name);
}
