import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { keyId, keyNames } from './find.ts';
import { keyView } from './view.ts';

/** `latchkey keys pause` */
export const addPauseKey: AddCommand = (keys, run) => {
  const command = keys
    .command('pause')
    .description('stop an API key until it is resumed')
    .argument('<key>', 'its id or its name')
    .addHelpText('after', examples("latchkey keys pause 'CI Pipeline'"))
    .action(
      run(async (context, _options, key: string) => {
        const api = await context.api();
        await context.print.record(await api.keys.pause(await keyId(api, key)), keyView);
      }),
    );
  completeWith(command, keyNames);
};
