import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { userNames, userView } from './view.ts';

/** `latchkey users get` */
export const addGetUser: AddCommand = (users, run) => {
  const command = users
    .command('get')
    .description('show one user')
    .argument('<userId>')
    .addHelpText('after', examples('latchkey users get ci-bot@example.com --output yaml'))
    .action(
      run(async (context, _options, userId: string) => {
        await context.print.record(await (await context.api()).users.get(userId), userView);
      }),
    );
  completeWith(command, userNames);
};
