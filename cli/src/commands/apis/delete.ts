import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { apiNames } from './view.ts';

/** `latchkey apis delete` */
export const addDeleteApi: AddCommand = (apis, run) => {
  const command = apis
    .command('delete')
    .alias('rm')
    .description('forget a protected API: its gateway refuses every call from then on')
    .argument('<name>')
    .addHelpText('after', examples('latchkey apis delete orders'))
    .action(
      run(async (context, _options, name: string) => {
        const api = await context.api();
        await context.confirm(`Delete the protected API ${name}? Its gateway then refuses every call.`);
        await api.apis.delete(name);
        await context.tell(`Deleted the protected API ${name}.`);
      }),
    );
  completeWith(command, apiNames);
};
