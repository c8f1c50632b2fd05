import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { userNames, userView } from './view.ts';

/** `latchkey users disable` */
export const addDisableUser: AddCommand = (users, run) => {
  const command = users
    .command('disable')
    .description('refuse a user, and all of their keys, until they are enabled')
    .argument('<userId>')
    .addHelpText('after', examples('latchkey users disable ann@example.com'))
    .action(
      run(async (context, _options, userId: string) => {
        const api = await context.api();
        await context.print.record(await api.users.update(userId, { status: 'disabled' }), userView);
      }),
    );
  completeWith(command, userNames);
};
