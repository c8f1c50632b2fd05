import type { AddCommand, DefineCommand } from '../../command.ts';
import { addCreateUser } from './create.ts';
import { addDeleteUser } from './delete.ts';
import { addDisableUser } from './disable.ts';
import { addEnableUser } from './enable.ts';
import { addGetUser } from './get.ts';
import { addListUsers } from './list.ts';
import { addRevokeKeys } from './revoke-keys.ts';
import { addUpdateUser } from './update.ts';

/** In the order of the help page. */
const commands: readonly AddCommand[] = [
  addListUsers,
  addGetUser,
  addCreateUser,
  addUpdateUser,
  addEnableUser,
  addDisableUser,
  addRevokeKeys,
  addDeleteUser,
];

/** `latchkey users` */
export const defineUsers: DefineCommand = (users, run) => {
  for (const add of commands) add(users, run);
};
