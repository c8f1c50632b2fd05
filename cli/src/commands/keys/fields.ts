import type { AccessRights, NewApiKey } from '@latchkey/client';
import { type Command, Option } from 'commander';
import { usageFailure } from '../../failure.ts';
import { jsonOption, listOption, pairsOption } from '../option-values.ts';

/** What a key can be given; `all` and `any` ask for no limit. */
export interface FieldOptions {
  readonly description?: string;
  readonly type?: 'admin' | 'end-user';
  readonly expires?: string;
  readonly scopes?: string[];
  readonly accessRights?: AccessRights | 'all';
  readonly tier?: string;
  readonly allowIp?: string[];
  readonly metadata?: Record<string, string>;
}

const accessRights = (text: string) => (text === 'all' ? text : jsonOption('--access-rights')(text));

/** Options for the fields that keys are made with, and that can be changed later. */
export function addFieldOptions(command: Command): Command {
  return command
    .option('--description <text>', 'what it is for')
    .addOption(
      new Option('--type <type>', 'admin: the key may call this API as well').choices(['admin', 'end-user']),
    )
    .addOption(expiresOption())
    .option('--scopes <scopes>', 'with commas between them; "all" for all that the user has', listOption)
    .option('--access-rights <json>', 'rights by project; "all" for all that the user has', accessRights)
    .option('--tier <name>', 'how many calls a minute it may make')
    .option('--allow-ip <addresses>', 'addresses or ranges it may be used from, or "any"', listOption)
    .option('--metadata <name=value>', 'kept with the key; can be repeated', pairsOption('--metadata'));
}

export function expiresOption(): Option {
  return new Option('--expires <when>', 'how long it lives (90d, 12h, 1y), a date, a time, or never');
}

/** The members of a request's body; what was not given is not in it. */
export function fieldsOf(options: FieldOptions): Omit<NewApiKey, 'name' | 'userId'> {
  const { description, type, expires, scopes, accessRights: rights, tier, allowIp, metadata } = options;
  return {
    ...(description !== undefined && { description }),
    ...(type !== undefined && { type }),
    ...expiryOf(expires),
    ...(scopes !== undefined && { scopes: isWord(scopes, 'all') ? null : scopes }),
    ...(rights !== undefined && { accessRights: rights === 'all' ? null : rights }),
    ...(tier !== undefined && { rateLimitTier: tier }),
    ...(allowIp !== undefined && { allowedIps: isWord(allowIp, 'any') ? null : allowIp }),
    ...(metadata !== undefined && { metadata }),
  };
}

/** An expiry as the API takes it: `never`, a duration, or a moment. @throws Failure for what is none of these */
export function expiryOf(text: string | undefined): Pick<NewApiKey, 'expiresAt' | 'expiresIn'> {
  if (text === undefined) return {};
  if (text === 'never') return { expiresAt: null };
  if (/^\d+[a-z]$/i.test(text)) return { expiresIn: text };
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return { expiresAt: text };
  throw usageFailure(
    '--expires takes a duration (90d, 12h, 1y), a date (2027-06-30), a time (2027-06-30T12:00:00Z), or never',
  );
}

const isWord = (values: readonly string[], word: string) => values.length === 1 && values[0] === word;
