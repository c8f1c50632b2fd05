import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { expiresOption, expiryOf } from './fields.ts';
import { keyId, keyNames } from './find.ts';
import { printMinted } from './minted.ts';

/** `latchkey keys duplicate` */
export const addDuplicateKey: AddCommand = (keys, run) => {
  const command = keys
    .command('duplicate')
    .description('make an API key like another, with a secret of its own')
    .argument('<key>', 'the id or the name of the one that is there')
    .argument('<name>', 'of the new one: unique in the deployment')
    .addOption(expiresOption())
    .addHelpText('after', examples("latchkey keys duplicate 'CI Pipeline' 'CI Pipeline 2' --expires 90d"))
    .action(
      run(async (context, { expires }: { expires?: string }, key: string, name: string) => {
        const api = await context.api();
        const body = { name, ...expiryOf(expires) };
        await printMinted(context, await api.keys.duplicate(await keyId(api, key), body));
      }),
    );
  completeWith(command, keyNames);
};
