import { type AddCommand, examples } from '../../command.ts';
import { roleView } from './view.ts';

/** `latchkey roles list` */
export const addListRoles: AddCommand = (roles, run) => {
  roles
    .command('list')
    .alias('ls')
    .description('list roles')
    .option('--search <text>', 'part of name or description')
    .addHelpText('after', examples('latchkey roles list', 'latchkey roles list --output csv'))
    .action(
      run(async (context, { search }: { search?: string }) => {
        const api = await context.api();
        const query = { ...(search !== undefined && { search }) };
        await context.print.list(api.roles.list(query, { signal: context.surroundings.signal }), roleView);
      }),
    );
};
