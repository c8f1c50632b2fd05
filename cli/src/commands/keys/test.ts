import { type AddCommand, examples } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { printChecks } from '../checks.ts';
import { completeWith } from '../completion/candidates.ts';
import { addNeedOptions, type NeedOptions, needsOf } from '../needs.ts';
import { keyId, keyNames } from './find.ts';

/** `latchkey keys test` */
export const addTestKey: AddCommand = (keys, run) => {
  const command = keys
    .command('test')
    .description(
      'say what a call with an API key would meet, and why; exit code 10 where it would be refused',
    )
    .argument('<key>', 'its id or its name')
    .addHelpText(
      'after',
      examples(
        "latchkey keys test 'CI Pipeline' --scopes database:read",
        "latchkey keys test 'CI Pipeline' --project sales --module model --action write",
      ),
    )
    .action(
      run(async (context, options: NeedOptions, key: string): Promise<ExitCode> => {
        const api = await context.api();
        const explanation = await api.keys.test(await keyId(api, key), needsOf(options));
        await printChecks(context, explanation, ['valid', 'checks']);
        return explanation.valid ? exitCodes.ok : exitCodes.refused;
      }),
    );
  addNeedOptions(command);
  completeWith(command, keyNames);
};
