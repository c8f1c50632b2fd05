import type { DefineCommand } from '../../command.ts';
import { candidates } from './candidates.ts';

/** `latchkey __complete`, which the scripts call that `latchkey completion` prints. */
export const defineComplete: DefineCommand = (command, run) => {
  command
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(
      run(async (context, _options, words: string[]) => {
        const found = await candidates(command.parent ?? command, words, context);
        await context.print.text(found.map((candidate) => `${candidate}\n`).join(''));
      }),
    );
};
