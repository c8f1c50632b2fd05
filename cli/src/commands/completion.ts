import type { Command } from 'commander';
import type { AddCommand } from '../command.ts';
import { usageFailure } from '../failure.ts';
import { candidates } from './completion/candidates.ts';
import { scripts } from './completion/scripts.ts';

/** `latchkey completion`, and what the scripts that it prints call. */
export const addCompletion: AddCommand = (program, run) => {
  program
    .command('completion')
    .description('print what makes a shell complete commands, options and names')
    .argument('<shell>', Object.keys(scripts).join(', '))
    .addHelpText(
      'after',
      `
Put it where your shell looks:
  bash:  mkdir -p ~/.local/share/bash-completion/completions
         latchkey completion bash > ~/.local/share/bash-completion/completions/latchkey
  zsh:   latchkey completion zsh > "\${fpath[1]}/_latchkey"
  fish:  latchkey completion fish > ~/.config/fish/completions/latchkey.fish
`,
    )
    .action(
      run(async (context, _options, shell: string) => {
        if (!Object.hasOwn(scripts, shell))
          throw usageFailure(`the shell is one of ${Object.keys(scripts).join(', ')}`);
        await context.print.text(scripts[shell as keyof typeof scripts]);
      }),
    );
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(
      run(async (context, _options, words: string[]) => {
        const root: Command = program;
        const found = await candidates(root, words, context);
        await context.print.text(found.map((candidate) => `${candidate}\n`).join(''));
      }),
    );
};
