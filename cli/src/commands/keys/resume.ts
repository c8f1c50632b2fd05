import { type AddCommand, examples } from '../../command.ts';
import { completeWith } from '../completion/candidates.ts';
import { keyId, keyNames } from './find.ts';
import { keyView } from './view.ts';

/** `latchkey keys resume` */
export const addResumeKey: AddCommand = (keys, run) => {
  const command = keys
    .command('resume')
    .description('let a paused API key work again')
    .argument('<key>', 'its id or its name')
    .addHelpText('after', examples("latchkey keys resume 'CI Pipeline'"))
    .action(
      run(async (context, _options, key: string) => {
        const api = await context.api();
        await context.print.record(await api.keys.resume(await keyId(api, key)), keyView);
      }),
    );
  completeWith(command, keyNames);
};
