import type { AddCommand, DefineCommand } from '../../command.ts';
import { addCreateApi } from './create.ts';
import { addDeleteApi } from './delete.ts';
import { addGetApi } from './get.ts';
import { addListApis } from './list.ts';
import { addUpdateApi } from './update.ts';

/** In the order of the help page. */
const commands: readonly AddCommand[] = [addListApis, addGetApi, addCreateApi, addUpdateApi, addDeleteApi];

/** `latchkey apis` */
export const defineApis: DefineCommand = (apis, run) => {
  for (const add of commands) add(apis, run);
};
