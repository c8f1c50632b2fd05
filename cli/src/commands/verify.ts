import type { KnownKeyVerdict, Verdict } from '@latchkey/client';
import { type DefineCommand, examples } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { usageFailure } from '../failure.ts';
import { inputOf } from '../input.ts';
import { moment } from '../output/moments.ts';
import type { View } from '../output/view.ts';
import { addNeedOptions, type NeedOptions, needsOf } from './needs.ts';

/** What is told of a key depends on whether there is one. */
type Shown = Pick<Verdict, 'valid' | 'code'> & Partial<Omit<KnownKeyVerdict, 'valid' | 'code'>>;

const view: View<Shown> = {
  columns: [
    { title: 'valid', value: ({ valid }) => (valid ? 'yes' : 'no') },
    { title: 'code', value: ({ code }) => code },
    { title: 'key', value: ({ name = 'unknown' }) => name },
    { title: 'id', value: ({ apiKeyId = 'unknown' }) => apiKeyId },
    { title: 'user', value: ({ userId = 'unknown' }) => userId },
    {
      title: 'expires',
      value: ({ expiresAt }) => (expiresAt === undefined ? 'unknown' : moment(expiresAt)),
    },
    { title: 'missing', value: ({ missingScopes = [] }) => missingScopes.join(', ') },
  ],
  fields: [
    'valid',
    'code',
    'apiKeyId',
    'name',
    'userId',
    'type',
    'scopes',
    'accessRights',
    'expiresAt',
    'rateLimit',
    'missingScopes',
    'missingAccessRights',
  ],
  name: ({ code }) => code,
};

/** `latchkey verify` */
export const defineVerify: DefineCommand = (command, run) => {
  command
    .addHelpText(
      'after',
      `
It counts as a call with the key, and takes the scope api-keys:verify.
${examples(
  'latchkey verify < key.txt',
  'pbpaste | latchkey verify --scopes database:read --source-ip 203.0.113.7 --output json',
)}`,
    )
    .action(
      run(async (context, options: NeedOptions): Promise<ExitCode> => {
        const { stdin } = context.surroundings;
        if (stdin.isTTY === true) await context.note('Paste the key, then press Enter and Ctrl-D.');
        const key = (await inputOf({ stdin })).trim();
        if (!/^\S+$/.test(key))
          throw usageFailure('standard input has no key: it is one line, without spaces');
        const api = await context.api();
        const verdict = await api.verify({ key, ...needsOf(options) });
        await context.print.record<Shown>(verdict, view);
        return verdict.valid ? exitCodes.ok : exitCodes.refused;
      }),
    );
  addNeedOptions(command);
};
