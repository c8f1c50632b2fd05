import { Command } from 'commander';
import type { AddCommand, Run } from './command.ts';
import { addApi } from './commands/api.ts';
import { addCompletion } from './commands/completion.ts';
import { addCreateKey } from './commands/keys/create.ts';
import { addGetKey } from './commands/keys/get.ts';
import { addListKeys } from './commands/keys/list.ts';
import { addScopes } from './commands/scopes.ts';
import { addLogin } from './commands/session/login.ts';
import { addLogout } from './commands/session/logout.ts';
import { addStatus } from './commands/session/status.ts';
import { addWhoami } from './commands/session/whoami.ts';
import { addGlobalOptions } from './global-options.ts';
import { masked } from './output/masking.ts';
import type { Surroundings } from './surroundings.ts';

/** Nouns with what can be done to them, in the order of the help page. */
const nouns: readonly (readonly [name: string, description: string, commands: readonly AddCommand[]])[] = [
  ['keys', 'API keys', [addListKeys, addGetKey, addCreateKey]],
];

const commands: readonly AddCommand[] = [
  addLogin,
  addLogout,
  addStatus,
  addWhoami,
  addScopes,
  addApi,
  addCompletion,
];

/** The whole tree of commands; where it is parsed, `run` gets to know what is to be done. */
export function createProgram({ stdout, stderr, version }: Surroundings, run: Run): Command {
  const program = new Command('latchkey')
    .description('API keys for anything behind Amazon API Gateway')
    .version(version, '-V, --version')
    .usage('<command> [options]')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      // An argument that is not understood may be a secret in the wrong place.
      writeErr: (text) => void stderr.write(masked(text)),
    })
    .showSuggestionAfterError()
    .showHelpAfterError('See latchkey --help, or latchkey <command> --help.');
  addGlobalOptions(program);
  for (const add of commands) add(program, run);
  for (const [name, description, ofNoun] of nouns) {
    const noun = program.command(name).description(description);
    for (const add of ofNoun) add(noun, run);
  }
  program.addHelpText(
    'after',
    '\nExit codes and variables: https://github.com/latchkey/latchkey/blob/main/cli/README.md',
  );
  return program;
}
