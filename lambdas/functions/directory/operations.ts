import type { Operations } from '../../gateway/operation.ts';
import type { DirectoryDependencies } from './dependencies.ts';
import { listRoleHolders } from './holders.ts';
import { createRole, deleteRole, getRole, listRoles, replaceRole } from './roles.ts';
import { listScopes } from './scopes.ts';
import { createUser, deleteUser, getUser, listUsers, updateUser } from './users.ts';

export const directoryOperations: Operations<'directory', DirectoryDependencies> = {
  listScopes,
  listUsers,
  createUser,
  getUser,
  updateUser,
  deleteUser,
  listRoles,
  createRole,
  getRole,
  listRoleHolders,
  replaceRole,
  deleteRole,
};
