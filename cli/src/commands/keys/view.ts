import type { ApiKey } from '@latchkey/client';
import { expiry, moment } from '../../output/moments.ts';
import type { Column, View } from '../../output/view.ts';

const listed = (values: readonly string[] | null, none: string) =>
  values === null ? none : values.length === 0 ? 'none' : values.join(', ');

const details: readonly Column<ApiKey>[] = [
  { title: 'id', value: ({ id }) => id },
  { title: 'description', value: ({ description }) => description },
  { title: 'type', value: ({ type }) => type },
  { title: 'scopes', value: ({ scopes }) => listed(scopes, 'all that the user has') },
  {
    title: 'access rights',
    value: ({ accessRights }) =>
      accessRights === null ? 'all that the user has' : JSON.stringify(accessRights),
  },
  { title: 'rate limit tier', value: ({ rateLimitTier }) => rateLimitTier },
  { title: 'addresses', value: ({ allowedIps }) => listed(allowedIps, 'any') },
  { title: 'created', value: ({ createdAt, createdBy }) => `${moment(createdAt)} by ${createdBy}` },
  { title: 'last rotated', value: ({ lastRotatedAt }) => moment(lastRotatedAt) },
];

/** API keys, as lists and records show them. */
export const keyView: View<ApiKey> = {
  columns: [
    { title: 'name', value: ({ name }) => name },
    { title: 'prefix', value: ({ keyPrefix }) => keyPrefix },
    { title: 'user', value: ({ userId }) => userId },
    { title: 'status', value: ({ status }) => status },
    { title: 'expires', value: ({ expiresAt }, now) => expiry(expiresAt, now) },
    { title: 'last used', value: ({ lastUsedAt }) => moment(lastUsedAt) },
  ],
  details,
  fields: [
    'id',
    'name',
    'description',
    'keyPrefix',
    'userId',
    'type',
    'status',
    'scopes',
    'accessRights',
    'rateLimitTier',
    'allowedIps',
    'metadata',
    'createdBy',
    'createdVia',
    'createdAt',
    'updatedAt',
    'expiresAt',
    'lastUsedAt',
    'lastRotatedAt',
    'rotationEndsAt',
    'rotation',
    'used',
  ],
  name: ({ id }) => id,
};
