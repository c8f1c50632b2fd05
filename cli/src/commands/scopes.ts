import type { Scope } from '@latchkey/client';
import { type DefineCommand, examples } from '../command.ts';
import type { View } from '../output/view.ts';

const view: View<Scope> = {
  columns: [
    { title: 'scope', value: ({ scope }) => scope },
    { title: 'group', value: ({ group }) => group },
    { title: 'description', value: ({ description }) => description },
  ],
  fields: ['scope', 'group', 'description'],
  name: ({ scope }) => scope,
};

/** `latchkey scopes` */
export const defineScopes: DefineCommand = (command, run) => {
  command
    .addHelpText('after', examples('latchkey scopes', 'latchkey scopes --quiet'))
    .action(run(async (context) => await context.print.list(await (await context.api()).scopes(), view)));
};
