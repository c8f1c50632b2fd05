import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { userNames, userView } from './view.ts';

/** `latchkey users enable` */
export const addEnableUser: AddCommand = (users, run) => {
  const command = users
    .command('enable')
    .description('let a disabled user, and their keys, in again')
    .argument('<userId>')
    .addHelpText('after', examples('latchkey users enable ann@example.com'))
    .action(
      run(async (context, _options, userId: string) => {
        const api = await context.api();
        await context.print.record(await api.users.update(userId, { status: 'active' }), userView);
      }),
    );
  completeWith(command, userNames);
};
