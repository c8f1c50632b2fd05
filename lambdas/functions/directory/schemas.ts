import * as z from 'zod';
import type { DeploymentSettings } from '../../contract/settings.ts';
import { descriptionField, nameField, timestampField, userIdField } from '../schemas/fields.ts';
import { cursorField, limitField } from '../schemas/paging.ts';
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

/** What the routes on `/users`, `/roles` and `/scopes` accept and answer. */
export function directorySchemas({ scopes }: Pick<DeploymentSettings, 'scopes'>) {
  const roleBody = z.strictObject({
    description: descriptionField.optional(),
    scopes: scopesField(scopes).optional(),
    accessRights: roleAccessRightsField.optional(),
  });
  const userBody = z
    .strictObject({ displayName: nameField, roles: rolesField, status: statusField })
    .partial();
  return {
    createUserBody: userBody.extend({ userId: userIdField }),
    patchUserBody: userBody.refine((body) => Object.keys(body).length > 0, {
      error: 'Give at least one field to change',
    }),
    listUsersQuery: z
      .strictObject({
        search: z.string().max(256),
        status: statusField,
        role: roleNameField,
        limit: limitField,
        cursor: cursorField,
      })
      .partial(),
    createRoleBody: roleBody.extend({ name: roleNameField }),
    replaceRoleBody: roleBody,
    listRolesQuery: z.strictObject({ limit: limitField, cursor: cursorField }).partial(),
    user: z.strictObject({
      userId: z.string(),
      displayName: z.string(),
      roles: z.array(z.string()),
      status: statusField,
      createdAt: timestampField,
      updatedAt: timestampField,
    }),
    role: z.strictObject({
      name: z.string(),
      description: z.string(),
      scopes: z.array(z.string()),
      accessRights: accessRightsField,
      createdAt: timestampField,
      updatedAt: timestampField,
    }),
    scope: z.strictObject({ scope: z.string(), description: z.string() }),
  };
}

type Schemas = ReturnType<typeof directorySchemas>;
export type CreateUserBody = z.infer<Schemas['createUserBody']>;
export type PatchUserBody = z.infer<Schemas['patchUserBody']>;
export type ListUsersQuery = z.infer<Schemas['listUsersQuery']>;
export type CreateRoleBody = z.infer<Schemas['createRoleBody']>;
export type ReplaceRoleBody = z.infer<Schemas['replaceRoleBody']>;
export type ListRolesQuery = z.infer<Schemas['listRolesQuery']>;
