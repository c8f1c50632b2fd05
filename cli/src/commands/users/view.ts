import type { User } from '@latchkey/client';
import type { Context } from '../../context.ts';
import { moment } from '../../output/moments.ts';
import type { View } from '../../output/view.ts';
import { offeredNames } from '../completion/offered.ts';

/** Users, as lists and records show them. */
export const userView: View<User> = {
  columns: [
    { title: 'user', value: ({ userId }) => userId },
    { title: 'name', value: ({ displayName }) => displayName },
    { title: 'status', value: ({ status }) => status },
    { title: 'roles', value: ({ roles }) => roles.join(', ') },
    { title: 'keys', value: ({ keyCount }) => String(keyCount) },
  ],
  details: [
    { title: 'created', value: ({ createdAt }) => moment(createdAt) },
    { title: 'updated', value: ({ updatedAt }) => moment(updatedAt) },
  ],
  fields: ['userId', 'displayName', 'roles', 'status', 'keyCount', 'createdAt', 'updatedAt'],
  name: ({ userId }) => userId,
};

/** Names of users, for completion. */
export async function userNames(context: Context): Promise<readonly string[]> {
  const { items } = await (await context.api()).users.list(...offeredNames).page();
  return items.map(({ userId }) => userId);
}
