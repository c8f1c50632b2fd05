import { basename } from 'node:path';
import { type Latchkey, type MintedKey, NotFoundError, SecretLost } from '@latchkey/client';
import { type DefineCommand, examples } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-code.ts';
import { usageFailure } from '../failure.ts';
import { addFieldOptions, type FieldOptions, fieldsOf } from './keys/fields.ts';

/** How often a key is tried to be deleted; it expires by itself all the same. */
const attempts = 3;
const pauseMs = 500;

interface ExecOptions extends FieldOptions {
  readonly user?: string;
}

/** `latchkey exec` */
export const defineExec: DefineCommand = (command, run) => {
  command
    .usage('--scopes <scopes> [options] -- <command> [arguments]')
    .argument('<command...>', 'what is run, behind --')
    .option('--user <userId>', 'whom the key impersonates (you, if not given)')
    .addHelpText(
      'after',
      `
The command alone has the key, in LATCHKEY_API_KEY; LATCHKEY_TOKEN is not passed on. The exit code is the command's:
128 and more where a signal ended it, 126 or 127 where it cannot be run. The key lives for an hour where --expires does
not say otherwise, so that it ends even where nobody is left to delete it.
${examples(
  'latchkey exec --scopes database:read -- npm run import',
  `latchkey exec --scopes database:read --expires 10m -- sh -c 'curl -H "X-Api-Key: $LATCHKEY_API_KEY" …'`,
)}`,
    )
    .action(
      run(async (context, options: ExecOptions, words: string[]): Promise<number> => {
        const body = bodyOf(context, options, words);
        const api = await context.api();
        const minted = await mint(api, body);
        try {
          if (context.surroundings.signal.aborted) return exitCodes.interrupted;
          const env = {
            ...context.surroundings.env,
            LATCHKEY_API_KEY: minted.key,
            LATCHKEY_TOKEN: undefined,
          };
          const { started, exitCode } = await context.surroundings.runCommand(words, env);
          if (!started) await context.note(`error: ${words[0]} cannot be run`);
          return exitCode;
        } finally {
          await remove(context, api, minted);
        }
      }),
    );
  addFieldOptions(command);
};

function bodyOf({ surroundings }: Context, options: ExecOptions, words: readonly string[]) {
  const { scopes, expires = '1h', user, description = 'of latchkey exec' } = options;
  if (scopes === undefined)
    throw usageFailure(
      '--scopes is missing: what the command may do',
      "Name some, or give '' for none, all for all that you have. See: latchkey scopes",
    );
  if (expires === 'never') throw usageFailure('the key of a command has to expire');
  // Of the command, but not of its arguments: names are not secret.
  const name = [
    'exec',
    basename(words[0] ?? '').slice(0, 100),
    surroundings.now().toISOString(),
    crypto.randomUUID().slice(0, 8),
  ].join(' ');
  return {
    name,
    ...(user !== undefined && { userId: user }),
    ...fieldsOf({ ...options, expires, description }),
  };
}

async function mint(api: Latchkey, body: ReturnType<typeof bodyOf>): Promise<MintedKey> {
  try {
    return await api.keys.create(body);
  } catch (error) {
    if (error instanceof SecretLost) await api.keys.delete(error.id).catch(() => {});
    throw error;
  }
}

/** A key that is gone is deleted. What does not work is told; the exit code stays the command's. */
async function remove(context: Context, api: Latchkey, { id, name, expiresAt }: MintedKey): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return void (await api.keys.delete(id));
    } catch (error) {
      if (error instanceof NotFoundError) return;
      if (attempt === attempts) break;
      await context.surroundings.sleep(pauseMs);
    }
  }
  await context
    .note(
      `warning: the key "${name}" could not be deleted, and works until ${expiresAt}. Delete it: latchkey keys delete ${id}`,
    )
    .catch(() => {});
}
