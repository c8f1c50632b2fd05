import type { Command, Option } from 'commander';
import type { Context } from '../../context.ts';

/** Asks the API for what an argument can be. @returns all of it: it is narrowed down by its beginning */
export type Names = (context: Context) => Promise<readonly string[]>;

const namesByCommand = new WeakMap<Command, Names>();

/** Lets the arguments of a command be completed with names of the deployment. */
export function completeWith(command: Command, names: Names): Command {
  namesByCommand.set(command, names);
  return command;
}

/** What could stand in place of the last word, which has been begun, or is empty. */
export async function candidates(
  program: Command,
  words: readonly string[],
  context: Context,
): Promise<string[]> {
  const begun = words.at(-1) ?? '';
  const { command, former } = walk(program, words.slice(0, -1));
  const options = [...command.options, ...(command === program ? [] : program.options)].filter(
    ({ hidden }) => !hidden,
  );
  const found = await offered(program, command, options, former, begun, context);
  return found.filter((each) => each.startsWith(begun) && !/[\n\r]/.test(each));
}

/** The command that the words lead to, and the last of them. */
function walk(program: Command, words: readonly string[]): { command: Command; former: string } {
  let command = program;
  for (const word of words) {
    command =
      command.commands.find((each) => each.name() === word || each.aliases().includes(word)) ?? command;
  }
  return { command, former: words.at(-1) ?? '' };
}

async function offered(
  program: Command,
  command: Command,
  options: readonly Option[],
  former: string,
  begun: string,
  context: Context,
): Promise<readonly string[]> {
  const open = options.find(
    ({ short, long, required, optional }) => (required || optional) && (former === long || former === short),
  );
  if (open !== undefined) return open.argChoices ?? [];
  if (begun.startsWith('-')) return options.flatMap(({ long }) => long ?? []);
  if (command.commands.length > 0) {
    return program
      .createHelp()
      .visibleCommands(command)
      .map((each) => each.name());
  }
  // A shell that completes is no place for errors, nor for waiting.
  return (
    (await namesByCommand
      .get(command)?.(context)
      .catch(() => [])) ?? []
  );
}
