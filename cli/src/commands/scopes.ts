import type { Scope } from '@latchkey/client';
import { type AddCommand, examples } from '../command.ts';
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
export const addScopes: AddCommand = (program, run) => {
  program
    .command('scopes')
    .description('list the scopes that roles and keys can have')
    .addHelpText('after', examples('latchkey scopes', 'latchkey scopes --quiet'))
    .action(run(async (context) => await context.print.list(await (await context.api()).scopes(), view)));
};
