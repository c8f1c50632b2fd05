import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { userNames } from './view.ts';

/** `latchkey users delete` */
export const addDeleteUser: AddCommand = (users, run) => {
  const command = users
    .command('delete')
    .alias('rm')
    .description('delete a user who has no keys')
    .argument('<userId>')
    .addHelpText('after', examples('latchkey users delete ann@example.com'))
    .action(
      run(async (context, _options, userId: string) => {
        const api = await context.api();
        await context.confirm(`Delete the user ${userId}?`);
        await api.users.delete(userId);
        await context.tell(`Deleted the user ${userId}.`);
      }),
    );
  completeWith(command, userNames);
};
