import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { keyId, keyNames } from './find.ts';
import { keyView } from './view.ts';

/** `latchkey keys rename` */
export const addRenameKey: AddCommand = (keys, run) => {
  const command = keys
    .command('rename')
    .description('give an API key another name')
    .argument('<key>', 'its id or its name')
    .argument('<name>', 'unique in the deployment')
    .addHelpText('after', examples("latchkey keys rename 'CI Pipeline' 'Nightly import'"))
    .action(
      run(async (context, _options, key: string, name: string) => {
        const api = await context.api();
        await context.print.record(await api.keys.update(await keyId(api, key), { name }), keyView);
      }),
    );
  completeWith(command, keyNames);
};
