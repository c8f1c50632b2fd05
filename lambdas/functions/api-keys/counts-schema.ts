import * as z from 'zod';
import { neededDays } from '../../domain/keys/breadth.ts';
import { expiringDays, staleDays } from '../../domain/keys/key-counts.ts';
import { named } from '../schemas/bodies.ts';
import { timestampField } from '../schemas/fields.ts';

const countField = z.int().min(0);

export const apiKeyCounts = named('ApiKeyCounts', 'How many keys there are of each kind', {
  asOf: timestampField.describe(
    'When counting began, and the moment that all counts are of; what has changed since then may be counted as it was',
  ),
  total: countField,
  byStatus: z.strictObject({ active: countField, paused: countField, expired: countField }),
  byType: z.strictObject({ admin: countField, 'end-user': countField }),
  expiring: countField.describe(`Keys that expire within ${expiringDays} days and have not expired yet`),
  neverExpiring: countField.describe('Keys without expiry'),
  unused: countField.describe(
    `Keys that no call was made with since the UTC day ${staleDays} days ago began, and that were there before`,
  ),
  unrotated: countField.describe(`Keys whose secret is older than ${staleDays} days`),
  unlimited: countField.describe('Keys with neither scopes nor access rights of their own'),
  broad: countField.describe(
    `Active keys that hold what no call needed, known for ${neededDays} days or longer; see \`broad\` of the list`,
  ),
});
