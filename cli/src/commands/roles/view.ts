import type { Role } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { moment } from '../../output/moments.ts';
import type { View } from '../../output/view.ts';
import { offeredNames } from '../completion/offered.ts';

/** Roles, as lists and records show them. */
export const roleView: View<Role> = {
  columns: [
    { title: 'role', value: ({ name }) => name },
    { title: 'description', value: ({ description }) => description },
    { title: 'scopes', value: ({ scopes }) => scopes.join(', ') },
  ],
  details: [
    { title: 'access rights', value: ({ accessRights }) => JSON.stringify(accessRights) },
    { title: 'created', value: ({ createdAt }) => moment(createdAt) },
    { title: 'updated', value: ({ updatedAt }) => moment(updatedAt) },
  ],
  fields: ['name', 'description', 'scopes', 'accessRights', 'createdAt', 'updatedAt'],
  name: ({ name }) => name,
};

/** Names of roles, for completion. */
export async function roleNames(context: Context): Promise<readonly string[]> {
  const { items } = await (await context.api()).roles.list(...offeredNames).page();
  return items.map(({ name }) => name);
}
