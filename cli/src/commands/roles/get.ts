import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { roleNames, roleView } from './view.ts';

/** `latchkey roles get` */
export const addGetRole: AddCommand = (roles, run) => {
  const command = roles
    .command('get')
    .description('show one role')
    .argument('<name>')
    .addHelpText('after', examples('latchkey roles get reader --output yaml'))
    .action(
      run(async (context, _options, name: string) => {
        await context.print.record(await (await context.api()).roles.get(name), roleView);
      }),
    );
  completeWith(command, roleNames);
};
