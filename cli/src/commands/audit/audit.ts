import type { AddCommand, DefineCommand } from '../../command.ts';
import { addListEvents } from './list.ts';
import { addVerifyEvents } from './verify.ts';

/** In the order of the help page. */
const commands: readonly AddCommand[] = [addListEvents, addVerifyEvents];

/** `latchkey audit` */
export const defineAudit: DefineCommand = (audit, run) => {
  for (const add of commands) add(audit, run);
};
