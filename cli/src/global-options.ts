import { type Command, Option } from 'commander';
import { type Format, formats } from './output/format.ts';

/** Options that every command takes, before or behind its name. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly url?: string;
  readonly output?: Format;
  readonly quiet?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly debug?: boolean;
}

export function addGlobalOptions(program: Command): void {
  program
    .option('--profile <name>', 'the account to use, of those that signed in (or LATCHKEY_PROFILE)')
    .option('--url <address>', "the API's address (or LATCHKEY_URL)")
    .addOption(new Option('-o, --output <format>', 'how results are written').choices(formats))
    .option('-q, --quiet', 'print the secret, the id or the name alone')
    .option('-y, --yes', 'do not ask for confirmation')
    .option('--dry-run', 'show the request that would change something, and do not send it')
    .option('--debug', 'show requests and answers on standard error, secrets masked');
}
