import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { findKey, keyNames } from './find.ts';

/** `latchkey keys delete` */
export const addDeleteKey: AddCommand = (keys, run) => {
  const command = keys
    .command('delete')
    .alias('rm')
    .description('delete an API key for good')
    .argument('<key>', 'its id or its name')
    .addHelpText('after', examples("latchkey keys delete 'CI Pipeline'", 'latchkey keys delete old --yes'))
    .action(
      run(async (context, _options, key: string) => {
        const api = await context.api();
        const { id, name, userId } = await findKey(api, key);
        await context.confirm(`Delete the key "${name}" of ${userId}? It stops working at once, for good.`);
        await api.keys.delete(id);
        await context.tell(`Deleted the key "${name}".`);
      }),
    );
  completeWith(command, keyNames);
};
