import * as z from 'zod';
import { scopeGroups } from '../../contract/scope-groups.ts';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { changesOf, listOf, named, optional, query } from '../schemas/bodies.ts';
import { descriptionField, nameField, searchField, timestampField, userIdField } from '../schemas/fields.ts';
import { pageFields } from '../schemas/paging.ts';
import { accessRightsField, scopesField } from '../schemas/permissions.ts';

const maxRolesPerUser = 20;
const maxAccessRightsBytes = 16_384;

export const roleNameField = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, { error: 'Must be 1 to 64 characters of a–z 0–9 -' });

const statusField = z.enum(['active', 'disabled']);

const rolesField = z
  .array(roleNameField)
  .max(maxRolesPerUser, { error: `Must be ${maxRolesPerUser} roles at most` })
  .refine((roles) => new Set(roles).size === roles.length, { error: 'Must not name a role twice' });

const roleAccessRightsField = accessRightsField.refine(
  (rights) => Buffer.byteLength(JSON.stringify(rights)) <= maxAccessRightsBytes,
  { error: 'Must be 16 KB at most' },
);

const times = { createdAt: timestampField, updatedAt: timestampField };
const userFields = { displayName: nameField, roles: rolesField, status: statusField };
const roleFields = ({ scopes }: Pick<DeploymentSettings, 'scopes'>) =>
  optional({
    description: descriptionField,
    scopes: scopesField(scopes),
    accessRights: roleAccessRightsField,
  });

export const newUser = named('NewUser', 'Without `displayName` a user is shown by their `userId`', {
  userId: userIdField,
  ...optional({
    ...userFields,
    invite: z
      .boolean()
      .describe(
        'Whether the person gets an account at sign-in and a mail that invites them: where that is Cognito, and with ' +
          'their email as `userId`',
      ),
  }),
});
export const userChanges = changesOf(
  'UserChanges',
  'The fields to change; `roles` is replaced whole',
  userFields,
);
export const usersQuery = query({
  search: searchField.describe('Part of userId or displayName, in any case'),
  status: statusField.describe('Users of this status'),
  role: roleNameField.describe('Users who hold this role'),
  ...pageFields,
});
export const user = named('User', 'A principal that keys impersonate', {
  userId: z.string(),
  displayName: z.string(),
  roles: z.array(z.string()),
  status: statusField,
  keyCount: z
    .int()
    .min(0)
    .describe('Keys of the user, expired ones too as long as they are listed; the `ETag` is not about it'),
  ...times,
});
export const createdUser = user
  .extend({
    invitation: z
      .enum(['sent', 'existing'])
      .optional()
      .describe('With `invite`: whether a mail was sent, or there was an account already'),
  })
  .meta({ id: 'CreatedUser', description: 'A user, and whether they were invited' });
export const userList = listOf('UserList', user);

export const newRole = (settings: Pick<DeploymentSettings, 'scopes'>) =>
  named('NewRole', 'Without `scopes` and `accessRights` it grants nothing', {
    name: roleNameField,
    ...roleFields(settings),
  });
const definitionText = 'What the role is from now on: a field that is left out is empty';
export const roleDefinition = (settings: Pick<DeploymentSettings, 'scopes'>) =>
  named('RoleDefinition', definitionText, roleFields(settings));
export const rolesQuery = query({
  search: searchField.describe('Part of name or description, in any case'),
  ...pageFields,
});
export const holdersQuery = query(pageFields);
export const role = named('Role', 'A named grant', {
  name: z.string(),
  description: z.string(),
  scopes: z.array(z.string()),
  accessRights: accessRightsField,
  ...times,
});
export const roleList = listOf('RoleList', role);

export const scopeList = listOf(
  'ScopeList',
  named('Scope', 'A scope, and what it allows', {
    scope: z.string(),
    description: z.string(),
    group: z
      .enum(scopeGroups)
      .describe('What a call can do that needs it; follows from its action where `cdk.json` does not say'),
  }),
);
