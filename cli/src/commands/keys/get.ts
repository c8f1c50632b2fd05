import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { findKey, keyNames } from './find.ts';
import { keyView } from './view.ts';

/** `latchkey keys get` */
export const addGetKey: AddCommand = (keys, run) => {
  const command = keys
    .command('get')
    .description('show one API key')
    .argument('<key>', 'its id or its name')
    .addHelpText(
      'after',
      examples("latchkey keys get 'CI Pipeline'", "latchkey keys get 'CI Pipeline' --output yaml"),
    )
    .action(
      run(async (context, _options, key: string) => {
        await context.print.record(await findKey(await context.api(), key), keyView);
      }),
    );
  completeWith(command, keyNames);
};
