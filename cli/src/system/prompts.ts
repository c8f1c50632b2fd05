import type { Output, Prompts } from '../surroundings.ts';

/** Questions on standard error, so that standard output has results alone. */
export function terminalPrompts(stderr: Output): Prompts {
  return {
    async confirm(question) {
      const { confirm, isCancel } = await import('@clack/prompts');
      const answer = await confirm({ message: question, initialValue: false, output: stderr });
      return isCancel(answer) ? null : answer;
    },
  };
}
