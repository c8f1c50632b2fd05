import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { roleNames } from './view.ts';

/** `latchkey roles delete` */
export const addDeleteRole: AddCommand = (roles, run) => {
  const command = roles
    .command('delete')
    .alias('rm')
    .description('delete a role that nobody holds')
    .argument('<name>')
    .addHelpText('after', examples('latchkey roles delete reader'))
    .action(
      run(async (context, _options, name: string) => {
        const api = await context.api();
        await context.confirm(`Delete the role ${name}?`);
        await api.roles.delete(name);
        await context.tell(`Deleted the role ${name}.`);
      }),
    );
  completeWith(command, roleNames);
};
