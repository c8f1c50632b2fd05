import type { AccessRights, NewApiKey } from '@latchkey/client';
import { Option } from 'commander';
import { type AddCommand, examples } from '../../command.ts';
import { jsonOption, listOption, pairsOption } from '../option-values.ts';
import { printMinted } from './minted.ts';

export interface CreateOptions {
  readonly description?: string;
  readonly user?: string;
  readonly type?: 'admin' | 'end-user';
  readonly expires?: string;
  readonly scopes?: string[];
  readonly accessRights?: AccessRights;
  readonly tier?: string;
  readonly allowIp?: string[];
  readonly metadata?: Record<string, string>;
}

/** `latchkey keys create` */
export const addCreateKey: AddCommand = (keys, run) => {
  keys
    .command('create')
    .description('make an API key, and show its secret this once')
    .argument('<name>', 'unique in the deployment')
    .option('--user <userId>', 'whom the key impersonates (you, if not given)')
    .option('--description <text>', 'what it is for')
    .addOption(
      new Option('--type <type>', 'admin: the key may call this API as well').choices(['admin', 'end-user']),
    )
    .option('--expires <when>', 'how long it lives (90d, 12h, 1y), a date, a time, or never')
    .option('--scopes <scopes>', 'with commas between them; all that the user has, if not given', listOption)
    .option(
      '--access-rights <json>',
      'rights by project; all that the user has, if not given',
      jsonOption('--access-rights'),
    )
    .option('--tier <name>', 'how many calls a minute it may make')
    .option('--allow-ip <addresses>', 'addresses or ranges it may be used from', listOption)
    .option('--metadata <name=value>', 'kept with the key; can be repeated', pairsOption('--metadata'))
    .addHelpText(
      'after',
      examples(
        "latchkey keys create 'CI Pipeline' --expires 90d --scopes database:read",
        "latchkey keys create 'CI Pipeline' --user ci-bot@example.com --expires 90d --quiet | pbcopy",
      ),
    )
    .action(
      run(async (context, options: CreateOptions, name: string) => {
        const api = await context.api();
        await printMinted(context, await api.keys.create(bodyOf(name, options)));
      }),
    );
};

/** The body of the request; what was not given is not in it. */
export function bodyOf(name: string, options: CreateOptions): NewApiKey {
  const { description, user, type, expires, scopes, accessRights, tier, allowIp, metadata } = options;
  return {
    name,
    ...(description !== undefined && { description }),
    ...(user !== undefined && { userId: user }),
    ...(type !== undefined && { type }),
    ...(expires !== undefined && expiryOf(expires)),
    ...(scopes !== undefined && { scopes }),
    ...(accessRights !== undefined && { accessRights }),
    ...(tier !== undefined && { rateLimitTier: tier }),
    ...(allowIp !== undefined && { allowedIps: allowIp }),
    ...(metadata !== undefined && { metadata }),
  };
}

function expiryOf(text: string): Pick<NewApiKey, 'expiresAt' | 'expiresIn'> {
  if (text === 'never') return { expiresAt: null };
  return /^\d+[a-z]$/i.test(text) ? { expiresIn: text } : { expiresAt: text };
}
