import type { DefineCommand } from '../../command.ts';
import { usageFailure } from '../../failure.ts';
import { scripts } from './scripts.ts';

/** `latchkey completion` */
export const defineCompletion: DefineCommand = (command, run) => {
  command
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
};
