import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { userView } from '../users/view.ts';
import { roleNames } from './view.ts';

/** `latchkey roles holders` */
export const addRoleHolders: AddCommand = (roles, run) => {
  const command = roles
    .command('holders')
    .description('list the users who hold a role')
    .argument('<name>')
    .addHelpText('after', examples('latchkey roles holders admin --quiet'))
    .action(
      run(async (context, _options, name: string) => {
        const api = await context.api();
        const { signal } = context.surroundings;
        await context.print.list(api.roles.holders(name, {}, { signal }), userView);
      }),
    );
  completeWith(command, roleNames);
};
