import type { AddCommand, DefineCommand } from '../../command.ts';
import { addCreateRole } from './create.ts';
import { addDeleteRole } from './delete.ts';
import { addGetRole } from './get.ts';
import { addRoleHolders } from './holders.ts';
import { addListRoles } from './list.ts';
import { addUpdateRole } from './update.ts';

/** In the order of the help page. */
const commands: readonly AddCommand[] = [
  addListRoles,
  addGetRole,
  addCreateRole,
  addUpdateRole,
  addRoleHolders,
  addDeleteRole,
];

/** `latchkey roles` */
export const defineRoles: DefineCommand = (roles, run) => {
  for (const add of commands) add(roles, run);
};
