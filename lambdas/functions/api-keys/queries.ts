import * as z from 'zod';
import { neededDays } from '../../domain/keys/breadth.ts';
import { sortFields } from '../../domain/keys/api-key-listing.ts';
import { isLabel } from '../../domain/label.ts';
import { query } from '../schemas/bodies.ts';
import {
  flagField,
  keyTypeField,
  momentOrDateField,
  searchField,
  severalOf,
  userIdField,
} from '../schemas/fields.ts';
import { pageFields } from '../schemas/paging.ts';
import { statusField } from './schemas.ts';

const nameField = z.string().refine(isLabel, { error: 'Must be 1 to 128 characters' });

/** Which keys are meant: where several are given, all must hold; a comma stands between values, one of which must. */
const filterFields = {
  search: searchField.describe('Part of name, userId, description, id or keyPrefix, in any case'),
  type: severalOf(keyTypeField).describe('Keys of one of these types'),
  status: severalOf(statusField).describe('Keys of one of these statuses'),
  userId: severalOf(userIdField).describe('Keys of one of these users'),
  createdVia: severalOf(z.string().max(256)).describe(
    'Keys that were minted with the key of one of these ids',
  ),
  expiresBefore: momentOrDateField.describe(
    'Keys that expire before it; those that never do are none of them',
  ),
  expiresAfter: momentOrDateField.describe(
    'Keys that expire then or later; those that never do are none of them',
  ),
  neverExpires: flagField.describe('`true`: keys without expiry. `false`: all others'),
  usedBefore: z.iso
    .date()
    .describe('Keys that were there before this UTC day, and that no call was made with since it began'),
  neverUsed: flagField.describe('`true`: keys that no call was ever made with. `false`: all others'),
  rotatedBefore: momentOrDateField.describe(
    'Keys whose secret was made before it: with the key, or by its last rotation',
  ),
  unlimited: flagField.describe(
    '`true`: keys with neither scopes nor access rights of their own. `false`: all others',
  ),
  broad: flagField.describe(
    '`true`: active keys that are broader than what they used. For ' +
      `${neededDays} days or longer it is known what each call that was let through needed (\`used\`), and the key ` +
      'holds a scope or a right, of its own or by its user where it has none of its own, that none did. `false`: all others',
  ),
  role: severalOf(nameField).describe(
    'Keys whose user holds one of these roles; `users:read` is needed to ask about the keys of others',
  ),
  api: severalOf(nameField).describe(
    'Keys that may do what at least one route of one of these protected APIs requires, by the roles of an active user and ' +
      'limits of their own; `apis:read` is needed to ask',
  ),
};

export const apiKeysQuery = query({
  ...filterFields,
  sort: z
    .enum(sortFields.flatMap((field) => [field, `-${field}` as const]))
    .describe('`-` is for descending; `-createdAt` where it is left out'),
  ...pageFields,
});

export const apiKeyCountsQuery = query({ ...filterFields, cursor: pageFields.cursor });

export type ApiKeyFilterQuery = Omit<z.output<typeof apiKeyCountsQuery>, 'cursor'>;
