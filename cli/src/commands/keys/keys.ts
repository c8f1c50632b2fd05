import type { AddCommand, DefineCommand } from '../../command.ts';
import { addCreateKey } from './create.ts';
import { addDeleteKey } from './delete.ts';
import { addDuplicateKey } from './duplicate.ts';
import { addGetKey } from './get.ts';
import { addListKeys } from './list.ts';
import { addPauseKey } from './pause.ts';
import { addRenameKey } from './rename.ts';
import { addResumeKey } from './resume.ts';
import { addRotateKey } from './rotate.ts';
import { addTestKey } from './test.ts';
import { addUpdateKey } from './update.ts';
import { addKeyUsage } from './usage.ts';

/** In the order of the help page. */
const commands: readonly AddCommand[] = [
  addListKeys,
  addGetKey,
  addCreateKey,
  addUpdateKey,
  addRenameKey,
  addPauseKey,
  addResumeKey,
  addRotateKey,
  addDuplicateKey,
  addDeleteKey,
  addTestKey,
  addKeyUsage,
];

/** `latchkey keys` */
export const defineKeys: DefineCommand = (keys, run) => {
  for (const add of commands) add(keys, run);
};
