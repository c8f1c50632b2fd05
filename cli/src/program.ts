import { Command } from 'commander';
import type { AddCommand, Run } from './command.ts';
import { addApi } from './commands/api.ts';
import { addCreateApi } from './commands/apis/create.ts';
import { addDeleteApi } from './commands/apis/delete.ts';
import { addGetApi } from './commands/apis/get.ts';
import { addListApis } from './commands/apis/list.ts';
import { addUpdateApi } from './commands/apis/update.ts';
import { addApply } from './commands/apply/apply.ts';
import { addListEvents } from './commands/audit/list.ts';
import { addVerifyEvents } from './commands/audit/verify.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExec } from './commands/exec.ts';
import { addCreateKey } from './commands/keys/create.ts';
import { addDeleteKey } from './commands/keys/delete.ts';
import { addDuplicateKey } from './commands/keys/duplicate.ts';
import { addGetKey } from './commands/keys/get.ts';
import { addListKeys } from './commands/keys/list.ts';
import { addPauseKey } from './commands/keys/pause.ts';
import { addRenameKey } from './commands/keys/rename.ts';
import { addResumeKey } from './commands/keys/resume.ts';
import { addRotateKey } from './commands/keys/rotate.ts';
import { addTestKey } from './commands/keys/test.ts';
import { addUpdateKey } from './commands/keys/update.ts';
import { addKeyUsage } from './commands/keys/usage.ts';
import { addOpen } from './commands/open.ts';
import { addCreateRole } from './commands/roles/create.ts';
import { addDeleteRole } from './commands/roles/delete.ts';
import { addGetRole } from './commands/roles/get.ts';
import { addRoleHolders } from './commands/roles/holders.ts';
import { addListRoles } from './commands/roles/list.ts';
import { addUpdateRole } from './commands/roles/update.ts';
import { addScopes } from './commands/scopes.ts';
import { addLogin } from './commands/session/login.ts';
import { addLogout } from './commands/session/logout.ts';
import { addStatus } from './commands/session/status.ts';
import { addWhoami } from './commands/session/whoami.ts';
import { addUsage } from './commands/usage/usage.ts';
import { addCreateUser } from './commands/users/create.ts';
import { addDeleteUser } from './commands/users/delete.ts';
import { addDisableUser } from './commands/users/disable.ts';
import { addEnableUser } from './commands/users/enable.ts';
import { addGetUser } from './commands/users/get.ts';
import { addListUsers } from './commands/users/list.ts';
import { addRevokeKeys } from './commands/users/revoke-keys.ts';
import { addUpdateUser } from './commands/users/update.ts';
import { addVerify } from './commands/verify.ts';
import { addGlobalOptions } from './global-options.ts';
import { masked } from './output/masking.ts';
import type { Surroundings } from './surroundings.ts';

/** Nouns with what can be done to them, in the order of the help page. */
const nouns: readonly (readonly [name: string, description: string, commands: readonly AddCommand[]])[] = [
  [
    'keys',
    'API keys',
    [
      addListKeys,
      addGetKey,
      addCreateKey,
      addUpdateKey,
      addRenameKey,
      addPauseKey,
      addResumeKey,
      addRotateKey,
      addDuplicateKey,
      addDeleteKey,
      addTestKey,
      addKeyUsage,
    ],
  ],
  [
    'users',
    'users, whom keys impersonate',
    [
      addListUsers,
      addGetUser,
      addCreateUser,
      addUpdateUser,
      addEnableUser,
      addDisableUser,
      addRevokeKeys,
      addDeleteUser,
    ],
  ],
  [
    'roles',
    'roles, and what they grant',
    [addListRoles, addGetRole, addCreateRole, addUpdateRole, addRoleHolders, addDeleteRole],
  ],
  ['apis', 'protected APIs', [addListApis, addGetApi, addCreateApi, addUpdateApi, addDeleteApi]],
  ['audit', 'what was changed, and by whom', [addListEvents, addVerifyEvents]],
];

const commands: readonly AddCommand[] = [
  addLogin,
  addLogout,
  addStatus,
  addWhoami,
  addScopes,
  addVerify,
  addExec,
  addApply,
  addUsage,
  addApi,
  addOpen,
  addDoctor,
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
