import { Command } from 'commander';
import type { DefineCommand, Run } from './command.ts';
import { addGlobalOptions } from './global-options.ts';
import { masked } from './output/masking.ts';
import type { Surroundings } from './surroundings.ts';

/** A command or a noun: its description, and what defines the rest, which is imported where it is named. */
type Entry = readonly [description: string, load: () => Promise<DefineCommand>];

/** In the order of the help page. */
const entries: Readonly<Record<string, Entry>> = {
  login: [
    'sign in, and keep the credential in the keyring of this computer',
    async () => (await import('./commands/session/login.ts')).defineLogin,
  ],
  logout: [
    'forget the credential of a profile, and end its session',
    async () => (await import('./commands/session/logout.ts')).defineLogout,
  ],
  status: [
    'say who is signed in, where, until when, and where the credential is kept',
    async () => (await import('./commands/session/status.ts')).defineStatus,
  ],
  whoami: [
    'say who the API takes you for, and what you may do',
    async () => (await import('./commands/session/whoami.ts')).defineWhoami,
  ],
  scopes: [
    'list the scopes that roles and keys can have',
    async () => (await import('./commands/scopes.ts')).defineScopes,
  ],
  verify: [
    'say whether a key from standard input is valid; exit code 10 where it is not',
    async () => (await import('./commands/verify.ts')).defineVerify,
  ],
  exec: [
    'run a command with an API key of its own, which is deleted afterwards',
    async () => (await import('./commands/exec.ts')).defineExec,
  ],
  apply: [
    'make roles, users and protected APIs what a YAML file says',
    async () => (await import('./commands/apply/apply.ts')).defineApply,
  ],
  usage: [
    'count the calls of all API keys, for those who manage keys',
    async () => (await import('./commands/usage/usage.ts')).defineUsage,
  ],
  api: [
    'make any call of the API, and print its answer as it is',
    async () => (await import('./commands/api.ts')).defineApi,
  ],
  open: ['open the console in the browser', async () => (await import('./commands/open.ts')).defineOpen],
  doctor: [
    'look for what keeps the command line from working',
    async () => (await import('./commands/doctor.ts')).defineDoctor,
  ],
  completion: [
    'print what makes a shell complete commands, options and names',
    async () => (await import('./commands/completion/completion.ts')).defineCompletion,
  ],
  keys: ['API keys', async () => (await import('./commands/keys/keys.ts')).defineKeys],
  users: [
    'users, whom keys impersonate',
    async () => (await import('./commands/users/users.ts')).defineUsers,
  ],
  roles: ['roles, and what they grant', async () => (await import('./commands/roles/roles.ts')).defineRoles],
  apis: ['protected APIs', async () => (await import('./commands/apis/apis.ts')).defineApis],
  webhooks: [
    'webhooks, which are told of events',
    async () => (await import('./commands/webhooks/webhooks.ts')).defineWebhooks,
  ],
  audit: [
    'what was changed, and by whom',
    async () => (await import('./commands/audit/audit.ts')).defineAudit,
  ],
};

/** Called by the scripts that `completion` prints, and not for people. */
const hidden: Readonly<Record<string, Entry>> = {
  __complete: ['', async () => (await import('./commands/completion/complete.ts')).defineComplete],
};

/**
 * The tree of commands; where it is parsed, `run` gets to know what is to be done.
 *
 * @param isNamed whether a command will be asked for by this name: the others are only listed, as all of them take time
 */
export async function createProgram(
  { stdout, stderr, version }: Surroundings,
  run: Run,
  isNamed: (name: string) => boolean,
): Promise<Command> {
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
  for (const [name, [description, load]] of Object.entries({ ...entries, ...hidden })) {
    const command = program.command(name, { hidden: name in hidden }).description(description);
    if (isNamed(name)) (await load())(command, run);
  }
  program.addHelpText(
    'after',
    '\nExit codes and variables: https://github.com/latchkey/latchkey/blob/main/cli/README.md',
  );
  return program;
}
